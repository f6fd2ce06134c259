import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { fromCocoRuns, toCocoRuns } from '../../../../shared/coco-mask.js';
import { findingIds, type SegmentId } from '../../../../shared/domain.js';
import {
  maskArea,
  maskBounds,
  masksEqual,
  type RunLengthMask,
} from '../../../../shared/labelmap.js';
import {
  differs,
  ignoredAt,
  makeFolders,
  writeImage,
  writeJson,
  type ExportPlace,
  type Format,
} from './format.js';

interface Part {
  images: object[];
  annotations: object[];
  /** In the order of the annotations. */
  masks: RunLengthMask[];
}

const readBack = z.object({
  annotations: z.array(
    z.object({
      segmentation: z.object({ size: z.tuple([z.int(), z.int()]), counts: z.string() }),
    }),
  ),
});

/** The category of all artefacts together, a crowd region: scores leave out what lies in one. */
const ignoreCategory = { id: findingIds.length + 1, name: 'ignore' };

/**
 * COCO with run lengths: `images/<name>.png` and `annotations.json`, or of a snapshot
 * `annotations_<split>.json`. A picture without a lesion has no annotation. What lies over the skin is
 * a crowd region of a category of its own.
 */
export async function cocoFormat(place: ExportPlace): Promise<Format> {
  await makeFolders(place, ['images']);
  const parts = new Map<string, Part>();
  return {
    write: async (sample) => {
      const { name, instance, split } = sample;
      const image = { path: `images/${name}.png` };
      const pixelSha256 = await writeImage(place, sample, image.path);
      const file = split === null ? 'annotations.json' : `annotations_${split}.json`;
      const part = parts.get(file) ?? { images: [], annotations: [], masks: [] };
      parts.set(file, part);
      const imageId = part.images.length + 1;
      const { width, height } = instance;
      part.images.push({ id: imageId, file_name: image.path, width, height });
      const annotate = (mask: RunLengthMask, category: number, iscrowd: 0 | 1): boolean => {
        const bounds = maskBounds(mask);
        if (!bounds) return false;
        part.masks.push(mask);
        part.annotations.push({
          id: part.masks.length,
          image_id: imageId,
          category_id: category,
          iscrowd,
          area: maskArea(mask),
          bbox: [bounds.x, bounds.y, bounds.width, bounds.height],
          segmentation: toCocoRuns(mask),
        });
        return true;
      };
      const attributes: { segment: SegmentId; path: string }[] = [];
      for (const [index, segment] of findingIds.entries()) {
        const mask = sample.masks.get(segment);
        if (!mask || !annotate(mask, index + 1, 0)) continue;
        if (segment !== 'lesion') attributes.push({ segment, path: file });
      }
      if (sample.ignore !== null) annotate(sample.ignore, ignoreCategory.id, 1);
      const ignore = ignoredAt(sample, file);
      return { image: { ...image, pixelSha256 }, mask: { path: file }, attributes, ignore };
    },
    finish: async () => {
      for (const [file, part] of parts) await writePart(join(place.folder, file), part);
      return [...parts.keys()];
    },
  };
}

async function writePart(path: string, { images, annotations, masks }: Part): Promise<void> {
  await writeJson(path, {
    info: { description: 'For research use. Not a diagnostic device.' },
    categories: [...findingIds.map((name, index) => ({ id: index + 1, name })), ignoreCategory],
    images,
    annotations,
  });
  const read = readBack.parse(JSON.parse(await readFile(path, 'utf8')));
  const equal = masks.every((mask, index) => {
    const annotation = read.annotations[index];
    return annotation && masksEqual(fromCocoRuns(annotation.segmentation), mask);
  });
  if (!equal) throw differs('mask');
}
