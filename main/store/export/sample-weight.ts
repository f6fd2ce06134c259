import type { Library } from '../library.js';
import { frameAgreement } from '../snapshot/reader-agreement.js';
import type { Sample } from './select-samples.js';

/** However far readers are apart, a sample says something. */
const least = 0.1;

/**
 * How much a sample counts in training, from 0.1 to 1: 1 where one reader drew it, else the mean
 * Jaccard between its readers, so that what readers do not agree on teaches less. Of a snapshot's
 * sample it is what the snapshot pinned.
 */
export function sampleWeight(
  library: Library,
  { instance, frame, pinned }: Pick<Sample, 'instance' | 'frame' | 'pinned'>,
): number {
  if (pinned) return pinned.weight;
  const agreement = frameAgreement(library, instance.id, frame);
  return agreement === null ? 1 : Number(Math.max(least, agreement).toFixed(4));
}

/** A line a sample, for trainers that read no JSON. */
export function weightsTable(samples: readonly { id: string; weight: number }[]): string {
  return ['name,weight', ...samples.map(({ id, weight }) => `${id},${String(weight)}`), ''].join(
    '\n',
  );
}
