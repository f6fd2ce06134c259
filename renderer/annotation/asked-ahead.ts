import type { MethodOutput } from '../../shared/contract.js';
import { call } from '../api.js';
import { allWritten } from './frame-queues.js';

interface Frame {
  readonly instanceId: string;
  readonly frame: number;
}

/** What main gives to open a frame with. */
type Opened = MethodOutput<'reading.open'>;

let ahead: { readonly key: string; readonly opened: Promise<Opened> } | null = null;

/** Ask for a frame that is about to be opened: the answer comes while its screen is made. */
export function askAhead(at: Frame): void {
  const opened = read(at);
  // Whoever opens the frame is told; where nobody does, nobody misses it.
  opened.catch(() => undefined);
  ahead = { key: keyOf(at), opened };
}

/**
 * The answer for a frame, asked for now unless it was ahead. Rejects as the call does, and when what was
 * drawn on the frame before cannot be written.
 */
export function openFrame(at: Frame): Promise<Opened> {
  const taken = ahead;
  // An answer is of its moment, so it serves once.
  ahead = null;
  return taken?.key === keyOf(at) ? taken.opened : read(at);
}

/** What was drawn on it before is part of what is asked for. */
async function read(at: Frame): Promise<Opened> {
  await allWritten(at);
  return call('reading.open', at);
}

function keyOf({ instanceId, frame }: Frame): string {
  return `${instanceId}/${String(frame)}`;
}
