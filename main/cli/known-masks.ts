import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { countAgreement, type Counts } from '../../shared/agreement.js';
import { AppError } from '../../shared/errors.js';
import { decodeMask, maskToPixels } from '../../shared/labelmap.js';
import type { LoadedModel } from '../worker/protocol.js';
import type { CommandIo } from './command.js';

/** A truth pixel above this is foreground. */
const FOREGROUND_ABOVE = 128;
const pictureExtensions = ['.jpg', '.jpeg', '.png', '.tif', '.tiff', '.bmp', '.dcm'];

/** A picture and the mask that is known to be right, both absolute paths. */
export interface KnownPicture {
  id: string;
  path: string;
  maskPath: string;
}

export interface KnownSet {
  /** Absolute folders; the mask of <id>.<ending> is <id>_segmentation.png. */
  images: string;
  masks: string;
  /** A split of index.csv beside the images folder; undefined: all pictures. */
  split: string | undefined;
}

/**
 * The pictures of a set, by id.
 * @throws AppError `bad-input` for an id of the split without a picture, `not-found`.
 */
export async function choosePictures({ images, masks, split }: KnownSet): Promise<KnownPicture[]> {
  const names = (await readFolder(images)).filter((name) =>
    pictureExtensions.includes(parse(name).ext.toLowerCase()),
  );
  const paths = new Map(names.sort().map((name) => [parse(name).name, join(images, name)]));
  const ids =
    split === undefined
      ? [...paths.keys()]
      : await readSplit(join(dirname(images), 'index.csv'), split);
  return ids.map((id) => {
    const path = paths.get(id);
    if (path !== undefined) return { id, path, maskPath: join(masks, `${id}_segmentation.png`) };
    throw new AppError('bad-input', `index.csv names ${id}, but there is no such picture`);
  });
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new AppError('not-found', `the folder ${folder} cannot be read`, { cause });
  }
}

/** The ids of one split of an index with the columns `id` and `split`, sorted. */
async function readSplit(indexFile: string, split: string): Promise<string[]> {
  let text;
  try {
    text = await readFile(indexFile, 'utf8');
  } catch (cause) {
    throw new AppError('not-found', `--split needs ${indexFile}`, { cause });
  }
  const [header = [], ...rows] = text.split(/\r?\n/).map((line) => line.split(','));
  const idColumn = header.indexOf('id');
  const splitColumn = header.indexOf('split');
  const chosen = rows.filter((row) => splitColumn >= 0 && row[splitColumn] === split);
  const ids = chosen.flatMap((row) => row[idColumn] ?? []);
  if (ids.length > 0) return ids.sort();
  const known = [...new Set(rows.flatMap((row) => row[splitColumn] ?? []))].join(', ');
  throw new AppError('bad-input', `${indexFile} has no split ${split}; it has: ${known}`);
}

/**
 * Pixel counts of a model's mask against the known one, at the known one's size.
 * @throws AppError `bad-input` when the sizes differ, or as the worker does.
 */
export async function scorePicture(
  io: Pick<CommandIo, 'workers' | 'signal'>,
  model: LoadedModel,
  { path, maskPath }: KnownPicture,
): Promise<Counts> {
  const workers = io.workers();
  const options = { signal: io.signal };
  const found = await workers.run('segment', { path, frame: 0, model, device: 'auto' }, options);
  const truth = await workers.run('readMask', { path: maskPath }, options);
  if (truth.width !== found.width || truth.height !== found.height) {
    throw new AppError(
      'bad-input',
      `the mask has ${String(truth.width)} x ${String(truth.height)} pixels, the picture ${String(found.width)} x ${String(found.height)}`,
    );
  }
  const predicted = maskToPixels(decodeMask(found.mask));
  return countAgreement(
    predicted,
    truth.grey.map((grey) => (grey > FOREGROUND_ABOVE ? 1 : 0)),
  );
}
