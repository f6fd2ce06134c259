import { seededRandom } from '../random.js';

/**
 * A number in [0, 1) that only the seed and a picture's sha256 decide: the same pictures are drawn
 * whatever the order they came in, and in every copy of a library.
 */
export function seededDraw(seed: number, sha256: string): number {
  const random = seededRandom((Number.parseInt(sha256.slice(0, 8), 16) ^ seed) >>> 0);
  // The first number of neighbouring states is alike in its highest bits, the second is not.
  random();
  return random();
}
