import { join } from 'node:path';
import { subtractMasks } from '../../../../shared/labelmap.js';
import {
  ignoredAt,
  makeFolders,
  writeImage,
  writeJson,
  writeLabels,
  type ExportPlace,
  type Format,
} from './format.js';

const dataset = 'Dataset001_Limen';
const labels = { background: 0, lesion: 1, ignore: 2 };

/**
 * nnU-Net v2 with the lesion as its only label, since attributes overlap and labels cannot. The
 * test part of a snapshot goes to imagesTs, train and val are the one fold of splits_final.json. Where
 * any picture has something to be ignored, the highest label is `ignore`, as nnU-Net wants it: of a lesion under a
 * hair too.
 */
export async function nnunetFormat(place: ExportPlace): Promise<Format> {
  await makeFolders(place, [`${dataset}/imagesTr`, `${dataset}/labelsTr`]);
  let ignores = false;
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
      const { lesion } = sample;
      ignores ||= sample.ignore !== null;
      const shown = sample.ignore ? subtractMasks(lesion, sample.ignore) : lesion;
      const ignored = sample.ignore ? [{ mask: sample.ignore, value: labels.ignore }] : [];
      await writeLabels(place, [{ mask: shown, value: labels.lesion }, ...ignored], mask.path);
      const ignore = ignoredAt(sample, mask.path);
      return { image: { ...image, pixelSha256 }, mask, attributes: [], ignore };
    },
    finish: async () => {
      const { train, val, unsplit } = cases;
      const files = [`${dataset}/dataset.json`];
      await writeJson(join(place.folder, dataset, 'dataset.json'), {
        channel_names: { '0': 'R', '1': 'G', '2': 'B' },
        labels: ignores ? labels : { background: labels.background, lesion: labels.lesion },
        numTraining: train.length + val.length + unsplit.length,
        file_ending: '.png',
        overwrite_image_reader_writer: 'NaturalImage2DIO',
        description: 'For research use. Not a diagnostic device.',
      });
      const folds = val.length > 0 ? [{ train, val }] : foldsWith(train, unsplit);
      if (folds.length > 0) {
        files.push(`${dataset}/splits_final.json`);
        await writeJson(join(place.folder, dataset, 'splits_final.json'), folds);
      }
      return files;
    },
  };
}

/**
 * Where some samples may only be trained on, the folds that nnU-Net would draw of the others, since
 * it would judge a network by those as well.
 */
function foldsWith(train: readonly string[], unsplit: readonly string[]) {
  if (train.length === 0) return [];
  return Array.from({ length: Math.min(5, unsplit.length) }, (_, fold) => ({
    train: [...train, ...unsplit.filter((_name, index) => index % 5 !== fold)],
    val: unsplit.filter((_name, index) => index % 5 === fold),
  }));
}
