import { z } from 'zod';
import { snapshotSummary, type SnapshotSummary } from '../../../shared/exchange.js';
import { AppError } from '../../../shared/errors.js';
import type { Snapshot } from './snapshots.js';

const manifestFile = z.object({ counts: snapshotSummary.shape.counts });

/** What a list shows of a snapshot. @throws AppError `library-damaged` for a damaged manifest. */
export function summaryOfSnapshot({
  name,
  manifest,
  manifestSha256,
  createdAtMs,
}: Snapshot): SnapshotSummary {
  try {
    const { counts } = manifestFile.parse(JSON.parse(manifest));
    return { name, manifestSha256, createdAtMs, counts };
  } catch (cause) {
    throw new AppError(
      'library-damaged',
      `The manifest of the snapshot ${name} is damaged. Run "limen verify" on the library.`,
      { cause },
    );
  }
}
