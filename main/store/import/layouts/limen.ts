import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { artefactIds, exportFormat, segmentId, type DataSplit } from '../../../../shared/domain.js';
import type { LayoutPart } from '../import-plan.js';

/** What an import needs of the manifest of an export, of this version or an older one. */
export const limenFile = z.object({
  format: z.literal('limen-export/1'),
  layout: exportFormat.default('isic'),
  samples: z.array(
    z.object({
      image: z.object({ path: z.string() }),
      /** Null in the layout of ISIC task 2, which has no lesion. */
      mask: z.object({ path: z.string() }).nullable(),
      attributes: z.array(z.object({ segment: segmentId, path: z.string() })).default([]),
      /** Kinds of artefacts that have a mask of their own; all of them together are none. */
      ignore: z
        .object({
          path: z.string(),
          parts: z.array(z.object({ segment: z.enum(artefactIds), path: z.string() })),
        })
        .nullish(),
      split: z.enum(['train', 'val', 'test']).nullish(),
      standing: z.string().optional(),
    }),
  ),
});

/** The part of the dataset of each picture that a manifest names by its own path. */
export function splitsOfLimen(
  source: string,
  { samples }: z.infer<typeof limenFile>,
): Map<string, DataSplit> {
  const splits = new Map<string, DataSplit>();
  for (const { image, split } of samples) {
    if (split) splits.set(join(dirname(source), image.path), split);
  }
  return splits;
}

/**
 * Limen's own export, by its manifest. The files are looked for among `files` only.
 * @param source the path of its manifest.json
 */
export function planLimen(
  source: string,
  { layout, samples }: z.infer<typeof limenFile>,
  files: readonly string[],
): LayoutPart {
  const folder = dirname(source);
  const known = new Set(files);
  const part: LayoutPart = { samples: [], refusals: [], used: [source] };
  part.used.push(
    ...['receipt.json', 'card.md', 'snapshot.json', 'weights.csv'].map((name) =>
      join(folder, name),
    ),
  );
  // Of these the annotations are read, and the samples of the unpacked shards.
  if (layout === 'coco' || layout === 'webdataset') return part;
  for (const sample of samples) {
    const path = join(folder, sample.image.path);
    const masks = [
      ...(sample.mask ? [{ segment: 'lesion' as const, path: sample.mask.path }] : []),
      ...sample.attributes,
      ...(sample.ignore?.parts ?? []),
    ];
    const missing = [path, ...masks.map((mask) => join(folder, mask.path))].find(
      (needed) => !known.has(needed),
    );
    if (missing !== undefined) {
      part.refusals.push({
        fileName: basename(missing),
        code: 'mask-unfit',
        reason: 'The manifest of the export names this file, but it is not there.',
      });
      continue;
    }
    part.used.push(path, ...masks.map((mask) => join(folder, mask.path)));
    if (sample.ignore) part.used.push(join(folder, sample.ignore.path));
    const isCut = layout === 'nnunet' && Boolean(sample.ignore);
    if (isCut) {
      part.refusals.push({
        fileName: basename(sample.mask?.path ?? ''),
        code: 'mask-unfit',
        reason:
          'Labels of nnU-Net cannot overlap, so this lesion lacks what is to be ignored. ' +
          'Import the export in another format for its mask.',
      });
    }
    // What nobody has read is no truth here either.
    const isTruth = sample.standing !== 'model-unreviewed' && !isCut;
    part.samples.push({
      path,
      layout: 'limen',
      masks: (isTruth ? masks : []).map((mask) => ({
        segment: mask.segment,
        fileName: basename(mask.path),
        origin:
          layout === 'dicom-seg'
            ? { kind: 'dicom-seg', path: join(folder, mask.path), label: mask.segment }
            : { kind: 'picture', path: join(folder, mask.path) },
      })),
      split: sample.split ?? null,
    });
  }
  return part;
}
