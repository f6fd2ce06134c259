import type { DataSplit } from '../../../shared/domain.js';
import type { ExportSelection, ExportTrial } from '../../../shared/exchange.js';
import type { Library } from '../library.js';
import { standingOf } from './manifest.js';
import { selectSamples } from './select-samples.js';

/**
 * What an export would write and hold back. Nothing is written but what was drawn and is not kept
 * as a revision yet, as the export itself would.
 * @throws AppError `not-found`, `library-read-only`
 */
export function tryExport(
  library: Library,
  selection: ExportSelection,
  reader: string,
): ExportTrial {
  library.requireWritable();
  library.journal.commitAll(reader);
  const { samples, heldBack, withdrawn } = selectSamples(library, selection);
  const counts: Record<DataSplit, number> = { train: 0, val: 0, test: 0 };
  for (const { split } of samples) if (split !== null) counts[split] += 1;
  return {
    samples: samples.length,
    masks: samples.reduce((sum, { revision }) => sum + Object.keys(revision.areaPx).length, 0),
    unreviewed: samples.filter(({ revision }) => standingOf(revision) === 'model-unreviewed')
      .length,
    counts: selection.kind === 'snapshot' ? counts : null,
    heldBack,
    withdrawn: withdrawn.length,
  };
}
