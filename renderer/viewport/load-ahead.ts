import { fetchRendition, type Rendition } from './fetch-rendition.js';

interface Ahead {
  readonly abort: AbortController;
  readonly rendition: Promise<Rendition>;
}

/** What is loaded before it is opened, by frame: two at most, since a large one takes 100 MB. */
const ahead = new Map<string, Ahead>();

/**
 * Load the first frames of the pictures that will probably be opened next, one after the other, in place
 * of whatever else was loaded ahead.
 */
export function loadAhead(instanceIds: readonly string[]): void {
  const keys = instanceIds.map((id) => keyOf(id, 0));
  for (const key of ahead.keys()) if (!keys.includes(key)) drop(key);
  let before: Promise<unknown> = Promise.resolve();
  for (const [index, key] of keys.entries()) {
    const known = ahead.get(key);
    before = known === undefined ? load(key, instanceIds[index] ?? '', before) : known.rendition;
  }
}

/** The frame that was loaded ahead, which is then the caller's; null where it was not. */
export async function takeAhead(instanceId: string, frame: number): Promise<Rendition | null> {
  const key = keyOf(instanceId, frame);
  const taken = ahead.get(key);
  ahead.delete(key);
  // What else is being loaded would be in the way of a picture that somebody waits for.
  if (taken === undefined) dropAhead();
  return taken?.rendition.catch(() => null) ?? null;
}

/** Let go of what was loaded ahead. */
export function dropAhead(): void {
  for (const key of ahead.keys()) drop(key);
}

function load(key: string, instanceId: string, after: Promise<unknown>): Promise<unknown> {
  const abort = new AbortController();
  const { signal } = abort;
  const rendition = after
    .catch(() => undefined)
    .then(() => fetchRendition(instanceId, 0, () => undefined, signal));
  ahead.set(key, { abort, rendition });
  // Whoever opens the picture loads it again and is told why it cannot be loaded.
  rendition.catch(() => {
    if (ahead.get(key)?.abort === abort) ahead.delete(key);
  });
  return rendition;
}

function drop(key: string): void {
  ahead.get(key)?.abort.abort();
  ahead.delete(key);
}

function keyOf(instanceId: string, frame: number): string {
  return `${instanceId}/${String(frame)}`;
}
