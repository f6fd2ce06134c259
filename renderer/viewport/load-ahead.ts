import { fetchRendition, type Rendition } from './fetch-rendition.js';

interface Ahead {
  readonly key: string;
  readonly abort: AbortController;
  readonly rendition: Promise<Rendition>;
}

/** The one picture that is loaded before it is opened: a large one takes 100 MB. */
let ahead: Ahead | null = null;

/** Load the frame that will probably be opened next, in place of any other. */
export function loadAhead(instanceId: string, frame: number): void {
  const key = keyOf(instanceId, frame);
  if (ahead?.key === key) return;
  dropAhead();
  const abort = new AbortController();
  const rendition = fetchRendition(instanceId, frame, () => undefined, abort.signal);
  // Whoever opens the picture loads it again and is told why it cannot be loaded.
  rendition.catch(() => {
    if (ahead?.abort === abort) ahead = null;
  });
  ahead = { key, abort, rendition };
}

/** The frame that was loaded ahead, which is then the caller's; null where it is another. */
export async function takeAhead(instanceId: string, frame: number): Promise<Rendition | null> {
  const taken = ahead;
  if (taken?.key !== keyOf(instanceId, frame)) {
    dropAhead();
    return null;
  }
  ahead = null;
  return taken.rendition.catch(() => null);
}

/** Let go of what was loaded ahead. */
export function dropAhead(): void {
  ahead?.abort.abort();
  ahead = null;
}

function keyOf(instanceId: string, frame: number): string {
  return `${instanceId}/${String(frame)}`;
}
