import { seededRandom } from '../random.js';

/** Streams of neighbouring seeds and cases must not resemble each other. */
const STEP = 0x9e3779b1;

/**
 * Which source each pane of a case shows: a shuffle (Fisher-Yates) that only the seed and the
 * case's position decide, so that it is the same after a restart and can be made again later.
 *
 * @returns indices of sources, in the order of the panes
 */
export function blindOrder(seed: number, position: number, sources: number): number[] {
  const random = seededRandom((seed + Math.imul(position + 1, STEP)) >>> 0);
  const order = Array.from({ length: sources }, (_, index) => index);
  for (let last = sources - 1; last > 0; last -= 1) {
    const drawn = Math.floor(random() * (last + 1));
    const [a = 0, b = 0] = [order[last], order[drawn]];
    order[last] = b;
    order[drawn] = a;
  }
  return order;
}
