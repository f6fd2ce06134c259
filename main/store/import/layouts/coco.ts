import { basename } from 'node:path';
import { z } from 'zod';
import type { SegmentId } from '../../../../shared/domain.js';
import { groupBy } from '../../../../shared/group-by.js';
import type { CocoAnnotation, LayoutPart, PlannedMask } from '../import-plan.js';
import { endsWithPath, nearest } from './file-names.js';
import { segmentsByName } from './segment-names.js';

const runs = z.object({
  size: z.tuple([z.int().positive(), z.int().positive()]),
  counts: z.union([z.string(), z.array(z.number())]),
});

export const cocoFile = z.object({
  images: z.array(z.object({ id: z.number(), file_name: z.string() })),
  annotations: z.array(
    z.object({
      image_id: z.number(),
      category_id: z.number(),
      segmentation: z.union([z.array(z.array(z.number())), runs]),
    }),
  ),
  categories: z.array(z.object({ id: z.number(), name: z.string() })),
});

/**
 * The pictures that a COCO file names, with their annotations, polygons or run lengths, joined to
 * one mask a segment. Pictures are looked for among `files` only, never where the file points to.
 */
export function planCoco(
  source: string,
  content: z.infer<typeof cocoFile>,
  files: readonly string[],
): LayoutPart {
  const part: LayoutPart = { samples: [], refusals: [], used: [source] };
  const refuse = (fileName: string, reason: string): void => {
    part.refusals.push({ fileName, code: 'mask-unfit', reason });
  };
  const segments = segmentsOf(content, (name) => {
    refuse(basename(source), `Its category ${name} is no segment of Limen; it is left out.`);
  });
  const byImage = groupBy(content.annotations, ({ image_id: id }) => id);
  const byName = groupBy(files, (path) => basename(path));
  for (const image of content.images) {
    const name = image.file_name.split(/[\\/]/).at(-1) ?? '';
    const candidates = (byName.get(name) ?? []).filter((path) =>
      endsWithPath(path, image.file_name),
    );
    const path = nearest(source, candidates);
    if (path === undefined || path === null) {
      refuse(
        name,
        path === null
          ? `Several pictures of this name lie equally near to ${basename(source)}.`
          : `${basename(source)} names this picture, but it is not among the files.`,
      );
      continue;
    }
    const masks = new Map<SegmentId, CocoAnnotation[]>();
    for (const { category_id: category, segmentation } of byImage.get(image.id) ?? []) {
      const segment = segments.get(category);
      if (!segment) continue;
      const annotation = Array.isArray(segmentation) ? { polygons: segmentation } : segmentation;
      masks.set(segment, [...(masks.get(segment) ?? []), annotation]);
    }
    part.used.push(path);
    part.samples.push({
      path,
      layout: 'coco',
      split: null,
      masks: [...masks].map(([segment, annotations]): PlannedMask => ({
        segment,
        fileName: basename(source),
        origin: { kind: 'coco', annotations },
      })),
    });
  }
  return part;
}

type Content = z.infer<typeof cocoFile>;

function segmentsOf(
  { categories, annotations }: Content,
  onUnknown: (name: string) => void,
): Map<number, SegmentId | null> {
  const named = segmentsByName(categories.map(({ name }) => name));
  // A file may list categories that it does not use, such as our own `ignore`: nothing is left out.
  const used = new Set(annotations.map(({ category_id: category }) => category));
  for (const { id, name } of categories) {
    if (used.has(id) && !named.get(name)) onUnknown(name);
  }
  return new Map(categories.map(({ id, name }) => [id, named.get(name) ?? null]));
}
