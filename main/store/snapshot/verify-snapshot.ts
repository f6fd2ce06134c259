import { z } from 'zod';
import { AppError } from '../../../shared/errors.js';
import type { SnapshotProblem } from '../../../shared/exchange.js';
import { blobColumn } from '../database.js';
import type { Library } from '../library.js';
import { sha256Of } from '../stored-mask.js';

const manifestFile = z.object({
  samples: z.array(
    z.object({
      id: z.string(),
      split: z.string(),
      revision: z.string(),
      maskSha256: z.record(z.string(), z.string()),
      /** Absent from snapshots that were made before there were pins. */
      pinned: z.object({ bandSha256: z.string().nullable() }).optional(),
    }),
  ),
});

interface VerifyOptions {
  signal?: AbortSignal;
  onProgress?: (progress: { done: number; total: number }) => void;
}

/**
 * What is no longer as it was when a snapshot was made: its manifest against the hash of that time,
 * the samples, the bytes of their masks and the pinned disagreement bands against the manifest, and
 * the originals against their hashes. No problem: the snapshot is whole.
 * @throws AppError `not-found`, `cancelled`
 */
export async function verifySnapshot(
  library: Library,
  name: string,
  { signal, onProgress = () => undefined }: VerifyOptions = {},
): Promise<SnapshotProblem[]> {
  const snapshot = library.snapshots.get(name);
  if (sha256Of(Buffer.from(snapshot.manifest)) !== snapshot.manifestSha256) {
    return [{ kind: 'manifest-altered', sample: null, segment: null }];
  }
  const stated = new Map(
    manifestFile
      .parse(JSON.parse(snapshot.manifest))
      .samples.map((sample) => [sample.revision, sample]),
  );
  const problems: SnapshotProblem[] = [];
  const tell = (kind: SnapshotProblem['kind'], sample: string, segment: string | null = null) => {
    problems.push({ kind, sample, segment });
  };
  const kept = library.snapshots.samples(snapshot);
  for (const [done, { revisionId, split, instanceId }] of kept.entries()) {
    onProgress({ done, total: kept.length });
    if (signal?.aborted) throw new AppError('cancelled', 'The verification was cancelled.');
    const sample = stated.get(revisionId);
    stated.delete(revisionId);
    if (sample?.split !== split) {
      tell(
        'sample-altered',
        sample?.id ?? library.exportNames.nameOf(library.instances.get(instanceId)),
      );
      continue;
    }
    const found = maskHashes(library, revisionId);
    for (const segment of new Set([...Object.keys(sample.maskSha256), ...found.keys()])) {
      if (found.get(segment) === sample.maskSha256[segment]) continue;
      tell(found.has(segment) ? 'mask-altered' : 'mask-missing', sample.id, segment);
    }
    const band = bandState(library, revisionId, sample.pinned?.bandSha256 ?? null);
    if (band !== 'whole') tell(`band-${band}`, sample.id);
    const { sha256 } = library.instances.get(instanceId);
    await library.blobs.verifiedPath(sha256).catch(() => {
      tell('original-altered', sample.id);
    });
  }
  for (const { id } of stated.values()) tell('sample-missing', id);
  return problems;
}

/** sha256 of a revision's masks by segment, of their bytes as they are now. */
function maskHashes({ database }: Library, revisionId: string): Map<string, string> {
  const rows = database.all(
    z.object({ segment: z.string(), mask: blobColumn }),
    'SELECT segment, mask FROM revision_masks WHERE revision_id = ?',
    [revisionId],
  );
  return new Map(rows.map(({ segment, mask }) => [segment, sha256Of(mask)]));
}

/**
 * Whether a disagreement band is stored as it was pinned: one whose hash was altered with its bytes
 * is missing.
 */
function bandState(
  { database }: Library,
  revisionId: string,
  pinned: string | null,
): 'whole' | 'altered' | 'missing' {
  if (pinned === null) return 'whole';
  const bands = database.all(
    z.object({ band: blobColumn }),
    'SELECT band FROM review_decisions WHERE revision_id = ? AND band_sha256 = ?',
    [revisionId, pinned],
  );
  if (bands.length === 0) return 'missing';
  return bands.some(({ band }) => sha256Of(band) === pinned) ? 'whole' : 'altered';
}
