import type { Random } from '../../shared/random.js';

export function between(random: Random, low: number, high: number): number {
  return low + (high - low) * random();
}

/** Standard normal by Box and Muller. */
export function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
