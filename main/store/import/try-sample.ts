import { basename } from 'node:path';
import type { Library } from '../library.js';
import type { ProgressCounts } from './import-progress.js';
import { compareImportedMasks, maskRefusal, type Addition } from './imported-masks.js';
import type { Metadata } from './metadata-table.js';
import type { PreparedSample } from './prepare-sample.js';

/**
 * Counts what keeping a prepared sample would come to.
 * @param how.seen hashes of the pictures tried before, to which this one's is added
 */
export function trySample(
  library: Library | null,
  { sample, taken, masks, refusals }: Extract<PreparedSample, { kind: 'prepared' }>,
  { metadata, seen }: { metadata: Metadata | undefined; seen: Set<string> },
  counts: ProgressCounts,
): void {
  metadata?.of(sample.path);
  for (const refusal of refusals) counts.note(refusal);
  const known = library?.instances.findBySha256(taken.sha256) ?? null;
  const addition: Addition =
    library && known
      ? compareImportedMasks(library, known, masks, basename(sample.path))
      : { kind: 'revision', masks, parentId: null };
  if (addition.kind === 'refused') counts.note(maskRefusal(sample, addition.reason));
  counts.picture(known || seen.has(taken.sha256) ? 'duplicates' : 'imported', sample.layout, {
    fresh: addition.kind === 'revision' ? masks.length : 0,
    known: addition.kind === 'nothing' ? masks.length : 0,
  });
  seen.add(taken.sha256);
}
