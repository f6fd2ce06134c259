import { EditQueue, type QueueListener } from './edit-queue.js';

interface Frame {
  readonly instanceId: string;
  readonly frame: number;
}

/** Whose queues may hold something that is not written, in the order in which they were made. */
let queues: { readonly of: string; readonly queue: EditQueue }[] = [];

/**
 * A queue for what is written of a frame. It is known here until all is written, also when the frame is
 * left before that: nothing of it is lost as long as the window is open.
 */
export function queueFor(at: Frame, listener: QueueListener): EditQueue {
  const made = { of: keyOf(at), queue: new EditQueue(listener) };
  queues = [...queues.filter(({ queue }) => !queue.idle), made];
  return made.queue;
}

/**
 * Resolves when all of a frame is written. A frame must not be read before that: what is drawn then
 * would be told from a state without what is still to be written. Rejects when it cannot be written.
 */
export async function allWritten(at: Frame): Promise<void> {
  const of = keyOf(at);
  for (const each of queues.filter((one) => one.of === of)) await each.queue.settled();
}

/** Whether something of any frame is in memory only. */
export function isAnythingUnwritten(): boolean {
  return queues.some(({ queue }) => !queue.idle);
}

function keyOf({ instanceId, frame }: Frame): string {
  return `${instanceId}/${String(frame)}`;
}
