import { z } from 'zod';
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
    }),
  ),
});

/**
 * What is no longer as it was when a snapshot was made: its manifest against the hash of that time,
 * the samples and the bytes of their masks against the manifest, and the originals against their
 * hashes. Each problem is a sentence; none: the snapshot is whole.
 * @throws AppError `not-found`
 */
export async function verifySnapshot(library: Library, name: string): Promise<string[]> {
  const snapshot = library.snapshots.get(name);
  if (sha256Of(Buffer.from(snapshot.manifest)) !== snapshot.manifestSha256) {
    return ['The manifest is not the one that was hashed when the snapshot was made.'];
  }
  const stated = new Map(
    manifestFile
      .parse(JSON.parse(snapshot.manifest))
      .samples.map((sample) => [sample.revision, sample]),
  );
  const problems: string[] = [];
  const kept = library.snapshots.samples(snapshot);
  for (const { revisionId, split, instanceId } of kept) {
    const sample = stated.get(revisionId);
    stated.delete(revisionId);
    if (sample?.split !== split) {
      problems.push(`A sample is not as the manifest states it: revision ${revisionId}.`);
      continue;
    }
    const found = maskHashes(library, revisionId);
    for (const segment of new Set([...Object.keys(sample.maskSha256), ...found.keys()])) {
      if (found.get(segment) === sample.maskSha256[segment]) continue;
      const what = found.has(segment) ? 'was altered' : 'is missing';
      problems.push(`The mask of ${sample.id} (${segment}) ${what}.`);
    }
    const { sha256 } = library.instances.get(instanceId);
    await library.blobs.verifiedPath(sha256).catch(() => {
      problems.push(`The original of ${sample.id} is missing or was altered.`);
    });
  }
  for (const { id } of stated.values()) problems.push(`The sample ${id} is missing.`);
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
