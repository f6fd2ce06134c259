import { z } from 'zod';
import { sha256 } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import { exportManifest } from '../export/manifest.js';
import type { Snapshot } from './snapshots.js';

const { weight, readings } = exportManifest.shape.samples.element.shape;

const samplePins = z.object({
  weight,
  /** Of the encoded disagreement band; null where there was none. */
  bandSha256: sha256.nullable(),
  /** Readers by numbers that hold for the whole snapshot. */
  readings,
});

/**
 * What an export says of a sample beside its revision. It can change after a snapshot, as when
 * somebody else reads the picture, so the snapshot's manifest holds it as it was.
 */
export type SamplePins = z.infer<typeof samplePins>;

const pinnedManifest = z.object({
  samples: z.array(z.object({ revision: z.string(), pinned: samplePins.optional() })),
});

/**
 * What a snapshot pins, by revision in the order of its samples; null of each sample of a snapshot
 * that was made before there were pins. @throws AppError `library-damaged`
 */
export function pinsOf({ name, manifest }: Snapshot): Map<string, SamplePins | null> {
  try {
    const { samples } = pinnedManifest.parse(JSON.parse(manifest));
    return new Map(samples.map(({ revision, pinned }) => [revision, pinned ?? null]));
  } catch (cause) {
    throw new AppError(
      'library-damaged',
      `The manifest of the snapshot ${name} is damaged. Run "limen verify" on the library.`,
      { cause },
    );
  }
}
