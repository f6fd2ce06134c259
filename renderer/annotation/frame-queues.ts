import { EditQueue, type QueueListener } from './edit-queue.js';

interface Frame {
  readonly instanceId: string;
  readonly frame: number;
}

/** The newest queue of each frame that has had one since something of it was not written. */
const queues = new Map<string, EditQueue>();

/**
 * A queue for what is written of a frame. It is known here until all is written, also when the frame is
 * left before that: nothing of it is lost as long as the window is open.
 */
export function queueFor(at: Frame, listener: QueueListener): EditQueue {
  for (const [key, { idle }] of queues) if (idle) queues.delete(key);
  const queue = new EditQueue(listener);
  queues.set(keyOf(at), queue);
  return queue;
}

/**
 * Resolves when all of a frame is written. A frame must not be read before that: what is drawn then
 * would be told from a state without what is still to be written. Rejects when it cannot be written.
 */
export async function allWritten(at: Frame): Promise<void> {
  await queues.get(keyOf(at))?.settled();
}

/** Whether something of any frame is in memory only. */
export function isAnythingUnwritten(): boolean {
  return [...queues.values()].some(({ idle }) => !idle);
}

function keyOf({ instanceId, frame }: Frame): string {
  return `${instanceId}/${String(frame)}`;
}
