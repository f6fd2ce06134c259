import { lineageEntries, readerNumbers } from '../export/manifest.js';
import { sampleReadings } from '../export/sample-readings.js';
import { sampleWeight } from '../export/sample-weight.js';
import type { Sample } from '../export/select-samples.js';
import type { Library } from '../library.js';
import { bandHashOf } from '../review/decisions.js';
import type { SamplePins } from './pins.js';

/** What a snapshot of these samples pins of each, in their order. No names. */
export function pinSamples(library: Library, samples: readonly Sample[]): SamplePins[] {
  const numberOf = numbersOfReaders(
    library,
    samples.map(({ revision }) => revision.id),
  );
  return samples.map((sample) => ({
    weight: sampleWeight(library, sample),
    bandSha256: bandHashOf(library.database, sample.revision),
    readings: sampleReadings(library, sample, numberOf),
  }));
}

/**
 * Numbers of readers in exports of a snapshot: those whose hands are in its masks first, in the order
 * of the samples. Revisions never change, so these numbers do not either.
 * @param revisionIds of all samples of the snapshot
 */
export function numbersOfReaders(
  { revisions }: Library,
  revisionIds: readonly string[],
): (name: string) => string {
  const numberOf = readerNumbers();
  for (const id of revisionIds) lineageEntries(revisions.lineage(id), numberOf);
  return numberOf;
}
