import { z } from 'zod';
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
    for (const { segment, mask } of library.revisions.masks(revisionId)) {
      if (sha256Of(mask) === sample.maskSha256[segment]) continue;
      problems.push(`The mask of ${sample.id} (${segment}) was altered.`);
    }
    const { sha256 } = library.instances.get(instanceId);
    await library.blobs.verifiedPath(sha256).catch(() => {
      problems.push(`The original of ${sample.id} is missing or was altered.`);
    });
  }
  for (const { id } of stated.values()) problems.push(`The sample ${id} is missing.`);
  return problems;
}
