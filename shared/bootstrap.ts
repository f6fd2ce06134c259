import { seededRandom } from './random.js';

/** A value with its 95 % interval. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

const draws = 1000;
const defaultSeed = 20170101;

/** 1000 resamples with replacement of the indices 0..count - 1; the same seed draws the same. */
export function resamples(count: number, seed = defaultSeed): Uint32Array[] {
  const random = seededRandom(seed);
  return Array.from({ length: draws }, () =>
    Uint32Array.from({ length: count }, () => Math.floor(random() * count)),
  );
}

/**
 * A measure of pictures, given by their indices, with its 95 % percentile interval over resamples
 * of them. A resample in which the measure is not defined (NaN) says nothing and is left out.
 */
export function bootstrapInterval(
  measure: (rows: Uint32Array) => number,
  samples: readonly Uint32Array[],
): Interval {
  const count = samples[0]?.length ?? 0;
  const value = measure(Uint32Array.from({ length: count }, (_, index) => index));
  const sampled = samples
    .map(measure)
    .filter((each) => !Number.isNaN(each))
    .sort((a, b) => a - b);
  return { value, low: percentile(sampled, 0.025), high: percentile(sampled, 0.975) };
}

/** Mean of the values at these indices; NaN for none. */
export function meanAt(values: ArrayLike<number>, rows: Uint32Array): number {
  let sum = 0;
  for (const row of rows) sum += values[row] ?? Number.NaN;
  return sum / rows.length;
}

/** Linear interpolation between order statistics, as numpy's percentile does it; NaN for none. */
export function percentile(sorted: ArrayLike<number>, share: number): number {
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)] ?? Number.NaN;
  const above = sorted[Math.ceil(position)] ?? below;
  return below + (above - below) * (position - Math.floor(position));
}
