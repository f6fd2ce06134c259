import { basename } from 'node:path';
import type { Library } from '../library.js';
import type { ProgressCounts } from './import-progress.js';
import {
  compareImportedMasks,
  maskedPicture,
  maskRefusal,
  withAddition,
  type MaskedPicture,
} from './imported-masks.js';
import { contradictionOf, type Metadata } from './metadata-table.js';
import type { PreparedSample } from './prepare-sample.js';

/** Pictures tried so far by their sha256, as they would be with the masks that came with them. */
export type TriedPictures = Map<string, MaskedPicture>;

/**
 * Counts what keeping a prepared sample would come to.
 * @param how.tried what was tried before, to which this picture is added
 */
export function trySample(
  library: Library | null,
  { sample, taken, masks, refusals }: Extract<PreparedSample, { kind: 'prepared' }>,
  { metadata, tried }: { metadata: Metadata | undefined; tried: TriedPictures },
  counts: ProgressCounts,
): void {
  const contradiction = contradictionOf(metadata, sample.path);
  if (contradiction !== null) counts.note(contradiction);
  for (const refusal of refusals) counts.note(refusal);
  const fileName = basename(sample.path);
  const { picture, known } = pictureBefore(library, taken.sha256, fileName, tried);
  const addition = compareImportedMasks(picture, masks, fileName);
  if (addition.kind === 'refused') counts.note(maskRefusal(sample, addition.reason));
  counts.picture(known ? 'duplicates' : 'imported', sample.layout, {
    fresh: addition.kind === 'revision' ? masks.length : 0,
    known: addition.kind === 'nothing' ? masks.length : 0,
  });
  tried.set(taken.sha256, withAddition(picture, addition));
}

/** As an import finds a picture: one in the trash is restored, and counts as imported. */
function pictureBefore(
  library: Library | null,
  sha256: string,
  fileName: string,
  tried: TriedPictures,
): { picture: MaskedPicture; known: boolean } {
  const before = tried.get(sha256);
  if (before) return { picture: before, known: true };
  const instance = library?.instances.findBySha256(sha256);
  if (!library || !instance) return { picture: { fileName, earlier: [] }, known: false };
  return { picture: maskedPicture(library, instance), known: !library.trash.holds(instance.id) };
}
