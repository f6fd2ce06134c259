import { join } from 'node:path';
import {
  makeFolders,
  writeImage,
  writeJson,
  writeMask,
  type ExportPlace,
  type Format,
} from './format.js';

const dataset = 'Dataset001_Limen';

/**
 * nnU-Net v2 with the lesion as its only label, since attributes overlap and labels cannot. The
 * test part of a snapshot goes to imagesTs, train and val are the one fold of splits_final.json.
 */
export async function nnunetFormat(place: ExportPlace): Promise<Format> {
  await makeFolders(place, [`${dataset}/imagesTr`, `${dataset}/labelsTr`]);
  const cases: Record<'train' | 'val' | 'unsplit', string[]> = { train: [], val: [], unsplit: [] };
  return {
    write: async (sample) => {
      const { name, split } = sample;
      const part = split === 'test' ? 'Ts' : 'Tr';
      if (split === 'test') {
        await makeFolders(place, [`${dataset}/imagesTs`, `${dataset}/labelsTs`]);
      } else cases[split ?? 'unsplit'].push(name);
      const image = { path: `${dataset}/images${part}/${name}_0000.png` };
      const pixelSha256 = await writeImage(place, sample, image.path);
      const mask = { path: `${dataset}/labels${part}/${name}.png` };
      await writeMask(place, sample.lesion, mask.path, 1);
      return { image: { ...image, pixelSha256 }, mask, attributes: [] };
    },
    finish: async () => {
      const { train, val, unsplit } = cases;
      const files = [`${dataset}/dataset.json`];
      await writeJson(join(place.folder, dataset, 'dataset.json'), {
        channel_names: { '0': 'R', '1': 'G', '2': 'B' },
        labels: { background: 0, lesion: 1 },
        numTraining: train.length + val.length + unsplit.length,
        file_ending: '.png',
        overwrite_image_reader_writer: 'NaturalImage2DIO',
        description: 'For research use. Not a diagnostic device.',
      });
      if (val.length > 0) {
        files.push(`${dataset}/splits_final.json`);
        await writeJson(join(place.folder, dataset, 'splits_final.json'), [{ train, val }]);
      }
      return files;
    },
  };
}
