import { findingIds } from '../../../../shared/domain.js';
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

/**
 * ISIC tasks 1 and 2: `masks/<name>_segmentation.png`, and where any picture of the export has
 * attributes, all five of task 2 for every picture, all zero where there is none. What lies over the
 * skin is in `masks/<name>_ignore.png`.
 */
export async function isicFormat(place: ExportPlace, samples: readonly Sample[]): Promise<Format> {
  await makeFolders(place, ['images', 'masks']);
  const attributes = findingIds.filter((segment) => segment !== 'lesion');
  const withAttributes = samples.some(({ revision }) =>
    attributes.some((segment) => revision.areaPx[segment] !== undefined),
  );
  const attributeIds = withAttributes ? attributes : [];
  return {
    write: async (sample) => {
      const { name, instance } = sample;
      const image = { path: `images/${name}.png` };
      const pixelSha256 = await writeImage(place, sample, image.path);
      const mask = { path: `masks/${isicMaskStem(name, 'lesion')}.png` };
      await writeMask(place, sample.lesion, mask.path);
      const attributes = [];
      for (const segment of attributeIds) {
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
