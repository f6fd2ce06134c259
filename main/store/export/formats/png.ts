import { segmentIds } from '../../../../shared/domain.js';
import { makeFolders, writeImage, writeMask, type ExportPlace, type Format } from './format.js';

/** Picture and mask under one name: `images/<name>.png`, `masks/<segment>/<name>.png`. */
export async function pngFormat(place: ExportPlace): Promise<Format> {
  await makeFolders(place, ['images', 'masks/lesion']);
  return {
    write: async (sample) => {
      const file = `${sample.name}.png`;
      const pixelSha256 = await writeImage(place, sample, `images/${file}`);
      const mask = { path: `masks/lesion/${file}` };
      await writeMask(place, sample.lesion, mask.path);
      const attributes = [];
      for (const segment of segmentIds) {
        const pixels = sample.masks.get(segment);
        if (segment === 'lesion' || !pixels) continue;
        await makeFolders(place, [`masks/${segment}`]);
        await writeMask(place, pixels, `masks/${segment}/${file}`);
        attributes.push({ segment, path: `masks/${segment}/${file}` });
      }
      return { image: { path: `images/${file}`, pixelSha256 }, mask, attributes };
    },
    finish: () => Promise.resolve([]),
  };
}
