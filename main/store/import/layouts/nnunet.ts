import { basename, dirname, join, sep } from 'node:path';
import { z } from 'zod';
import type { DataSplit, SegmentId } from '../../../../shared/domain.js';
import type { LayoutPart, PlannedMask } from '../import-plan.js';
import { segmentsByName } from './segment-names.js';

export const nnunetFile = z.object({
  channel_names: z.record(z.string(), z.string()),
  /** A class, or several that make up a region. */
  labels: z.record(z.string(), z.union([z.int(), z.array(z.int())])),
  file_ending: z.string(),
});

/** Of cross-validation: the cases that a network is trained on and judged by, fold by fold. */
export const nnunetFolds = z.array(
  z.object({ train: z.array(z.string()), val: z.array(z.string()) }),
);
export type NnunetFolds = z.infer<typeof nnunetFolds>;

const pictureEndings = new Set(['.png', '.jpg', '.jpeg', '.bmp', '.tif', '.tiff']);

/**
 * An nnU-Net v2 dataset of natural pictures: `imagesTr/<case>_0000.png` with `labelsTr/<case>.png`,
 * and `imagesTs` likewise, as the test part. Labels of other names than Limen's segments are left
 * out, except where there is only one.
 * @param source the path of its dataset.json
 * @param folds one says which cases are train and val; several say it of each case in turn, so of none
 */
export function planNnunet(
  source: string,
  content: z.infer<typeof nnunetFile>,
  files: readonly string[],
  folds: NnunetFolds,
): LayoutPart {
  const part: LayoutPart = { samples: [], refusals: [], used: [source] };
  const folder = dirname(source);
  const splits = splitsOf(folds);
  const refuse = (fileName: string, reason: string): void => {
    part.refusals.push({ fileName, code: 'mask-unfit', reason });
  };
  if (!pictureEndings.has(content.file_ending)) {
    refuse(
      basename(source),
      `Its pictures end in ${content.file_ending}; of nnU-Net datasets those of PNG, JPEG, TIFF ` +
        'or BMP files are read.',
    );
    return part;
  }
  const classes = classesOf(content, (name) => {
    refuse(basename(source), `Its label ${name} is no segment of Limen; it is left out.`);
  });
  const known = new Set(files);
  for (const [images, labels, split] of [
    ['imagesTr', 'labelsTr', null],
    ['imagesTs', 'labelsTs', 'test'],
  ] as const) {
    const paths = files.filter((path) => dirname(path) === join(folder, images));
    for (const path of paths) {
      part.used.push(path);
      const name = basename(path);
      const stem = name.endsWith(content.file_ending)
        ? name.slice(0, -content.file_ending.length)
        : '';
      const channel = /^(.+)_(\d{4})$/.exec(stem);
      if (channel?.[1] === undefined || channel[2] !== '0000') {
        refuse(
          name,
          'It is no <case>_0000 picture. Channels in files of their own are not joined.',
        );
        continue;
      }
      const label = join(folder, labels, `${channel[1]}${content.file_ending}`);
      const masks = known.has(label) ? masksOf(label, classes) : [];
      if (masks.length === 0 && split === null) refuse(name, `It has no label in ${labels}.`);
      const stated = split ?? splits.get(channel[1]) ?? null;
      part.samples.push({ path, layout: 'nnunet', masks, split: stated });
    }
    const prefix = join(folder, labels) + sep;
    part.used.push(...files.filter((path) => path.startsWith(prefix)));
  }
  part.used.push(join(folder, 'splits_final.json'));
  if (folds.length > 1) {
    refuse(
      'splits_final.json',
      `It has ${String(folds.length)} folds, in each of which other cases are val, so no picture is ` +
        'put into a part of the dataset by it.',
    );
  }
  return part;
}

function splitsOf(folds: NnunetFolds): Map<string, DataSplit> {
  const [fold] = folds;
  if (fold === undefined || folds.length > 1) return new Map();
  return new Map([
    ...fold.train.map((name) => [name, 'train'] as const),
    ...fold.val.map((name) => [name, 'val'] as const),
  ]);
}

function classesOf(
  { labels }: z.infer<typeof nnunetFile>,
  onUnknown: (name: string) => void,
): Map<SegmentId, number[]> {
  const foreground = Object.entries(labels).filter(([name]) => name !== 'background');
  const named = segmentsByName(foreground.map(([name]) => name));
  const classes = new Map<SegmentId, number[]>();
  for (const [name, values] of foreground) {
    const segment = named.get(name) ?? null;
    // `ignore` is nnU-Net's own word for pixels without a label.
    if (segment !== null) classes.set(segment, [values].flat());
    else if (name !== 'ignore') onUnknown(name);
  }
  return classes;
}

function masksOf(path: string, classes: ReadonlyMap<SegmentId, number[]>): PlannedMask[] {
  return [...classes].map(([segment, values]) => ({
    segment,
    fileName: basename(path),
    origin: { kind: 'classes', path, values },
  }));
}
