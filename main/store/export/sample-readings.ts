import type { Library } from '../library.js';
import { readingEntries, type ManifestSample } from './manifest.js';
import type { Sample } from './select-samples.js';

/**
 * What readers recorded of a sample: as a snapshot pinned it, else as it is now.
 * @param numberOf a number in the place of each reader's name
 */
export function sampleReadings(
  { records, forms, abcd }: Library,
  { instance, frame, pinned }: Pick<Sample, 'instance' | 'frame' | 'pinned'>,
  numberOf: (reader: string) => string,
): ManifestSample['readings'] {
  if (pinned) return pinned.readings;
  const at = { instanceId: instance.id, frame };
  return readingEntries(records.ofFrame(at), forms.asked(at), abcd.ofFrame(at), numberOf);
}
