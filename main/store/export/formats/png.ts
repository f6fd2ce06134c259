import { artefactIds, findingIds } from '../../../../shared/domain.js';
import { maskArea } from '../../../../shared/labelmap.js';
import {
  ignoredAt,
  makeFolders,
  writeImage,
  writeMask,
  type ExportPlace,
  type Format,
} from './format.js';

/**
 * Picture and mask under one name: `images/<name>.png`, `masks/<segment>/<name>.png`, and all
 * artefacts together in `masks/ignore/<name>.png`.
 */
export async function pngFormat(place: ExportPlace): Promise<Format> {
  await makeFolders(place, ['images', 'masks/lesion']);
  return {
    write: async (sample) => {
      const file = `${sample.name}.png`;
      const pixelSha256 = await writeImage(place, sample, `images/${file}`);
      const mask = { path: `masks/lesion/${file}` };
      await writeMask(place, sample.lesion, mask.path);
      const attributes = [];
      for (const segment of findingIds) {
        const pixels = sample.masks.get(segment);
        if (segment === 'lesion' || !pixels) continue;
        await makeFolders(place, [`masks/${segment}`]);
        await writeMask(place, pixels, `masks/${segment}/${file}`);
        attributes.push({ segment, path: `masks/${segment}/${file}` });
      }
      const image = { path: `images/${file}`, pixelSha256 };
      if (sample.ignore === null) return { image, mask, attributes, ignore: null };
      const path = `masks/ignore/${file}`;
      await makeFolders(place, ['masks/ignore']);
      await writeMask(place, sample.ignore, path);
      const parts = [];
      for (const segment of artefactIds) {
        const pixels = sample.masks.get(segment);
        if (!pixels || maskArea(pixels) === 0) continue;
        await makeFolders(place, [`masks/${segment}`]);
        await writeMask(place, pixels, `masks/${segment}/${file}`);
        parts.push({ segment, path: `masks/${segment}/${file}` });
      }
      return { image, mask, attributes, ignore: ignoredAt(sample, path, parts) };
    },
    finish: () => Promise.resolve([]),
  };
}
