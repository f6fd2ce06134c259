import { findingIds, type SegmentId } from '../../../../shared/domain.js';
import { AppError } from '../../../../shared/errors.js';
import { emptyMask } from '../../../../shared/labelmap.js';
import { isicMaskStem } from '../../import/layouts/isic.js';
import type { Sample } from '../select-samples.js';
import {
  ignoredAt,
  makeFolders,
  writeImage,
  writeMask,
  type ExportPlace,
  type Format,
} from './format.js';

const attributeIds = findingIds.filter((segment) => segment !== 'lesion');

/**
 * ISIC tasks 1 and 2: `masks/<name>_segmentation.png`, and where any picture of the export has
 * attributes, all five of task 2 for every picture, all zero where there is none. What is to be
 * ignored is in `masks/<name>_ignore.png`.
 */
export function isicFormat(place: ExportPlace, samples: readonly Sample[]): Promise<Format> {
  return masksOf(place, { lesion: true, attributes: haveAttributes(samples) ? attributeIds : [] });
}

/** ISIC task 1 alone: the lesions. */
export function isicTask1Format(place: ExportPlace): Promise<Format> {
  return masksOf(place, { lesion: true, attributes: [] });
}

/**
 * ISIC task 2 alone: the five attributes of every picture, as `_attribute_<name>.png`.
 * @throws AppError `bad-input` where no picture has any: all of the masks would be zero.
 */
export async function isicTask2Format(
  place: ExportPlace,
  samples: readonly Sample[],
): Promise<Format> {
  if (!haveAttributes(samples)) {
    throw new AppError(
      'bad-input',
      'No mask of this export has an attribute of task 2, so nothing but zeros would be written. ' +
        'Draw or import attributes, or export ISIC task 1.',
    );
  }
  return masksOf(place, { lesion: false, attributes: attributeIds });
}

function haveAttributes(samples: readonly Sample[]): boolean {
  return samples.some(({ revision }) =>
    attributeIds.some((segment) => revision.areaPx[segment] !== undefined),
  );
}

async function masksOf(
  place: ExportPlace,
  { lesion, attributes: asked }: { lesion: boolean; attributes: readonly SegmentId[] },
): Promise<Format> {
  await makeFolders(place, ['images', 'masks']);
  return {
    write: async (sample) => {
      const { name, instance } = sample;
      const image = { path: `images/${name}.png` };
      const pixelSha256 = await writeImage(place, sample, image.path);
      const mask = lesion ? { path: `masks/${isicMaskStem(name, 'lesion')}.png` } : null;
      if (mask) await writeMask(place, sample.lesion, mask.path);
      const attributes = [];
      for (const segment of asked) {
        const path = `masks/${isicMaskStem(name, segment)}.png`;
        const pixels = sample.masks.get(segment) ?? emptyMask(instance.width, instance.height);
        await writeMask(place, pixels, path);
        attributes.push({ segment, path });
      }
      const ignore = ignoredAt(sample, `masks/${name}_ignore.png`);
      if (sample.ignore && ignore) await writeMask(place, sample.ignore, ignore.path);
      return { image: { ...image, pixelSha256 }, mask, attributes, ignore };
    },
    finish: () => Promise.resolve([]),
  };
}
