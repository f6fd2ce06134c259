import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, parse } from 'node:path';
import { AppError } from '../../shared/errors.js';
import { maskFromPixels, type RunLengthMask } from '../../shared/labelmap.js';
import type { WorkerHost } from '../worker/protocol.js';

/** A truth pixel above this is foreground. */
const FOREGROUND_ABOVE = 128;
const pictureExtensions = ['.jpg', '.jpeg', '.png', '.tif', '.tiff', '.bmp', '.dcm'];

/** Rows of `index.csv` beside the images folder: column name to text. */
export type IndexRow = Readonly<Record<string, string>>;

/**
 * Picture paths by id (the name without its ending), sorted.
 * @param split ids of this split in `index.csv` beside the folder; undefined: all pictures
 * @throws AppError `not-found`, or `bad-input` for an unknown split or an id without a picture.
 */
export async function picturePaths(
  images: string,
  split: string | undefined,
): Promise<Map<string, string>> {
  const names = (await readFolder(images)).filter((name) =>
    pictureExtensions.includes(parse(name).ext.toLowerCase()),
  );
  const paths = new Map(names.sort().map((name) => [parse(name).name, join(images, name)]));
  if (split === undefined) return paths;
  return new Map(
    (await readSplit(images, split)).map((id) => {
      const path = paths.get(id);
      if (path !== undefined) return [id, path];
      throw new AppError('bad-input', `index.csv names ${id}, but there is no such picture`);
    }),
  );
}

/** The rows of `index.csv` beside the images folder. @throws AppError `not-found`. */
export async function readIndex(images: string): Promise<IndexRow[]> {
  const file = indexFile(images);
  let text;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new AppError('not-found', `${file} cannot be read`, { cause });
  }
  const [header = [], ...rows] = text
    .split(/\r?\n/)
    .filter((line) => line !== '')
    .map((line) => line.split(','));
  return rows.map((row) =>
    Object.fromEntries(header.map((name, column) => [name, row[column] ?? ''])),
  );
}

/** Where the known mask of a picture lies. */
export function maskPathOf(masks: string, id: string): string {
  return join(masks, `${id}_segmentation.png`);
}

/** A known mask. @throws AppError. */
export async function readTruth(
  workers: WorkerHost,
  path: string,
  signal: AbortSignal,
): Promise<RunLengthMask> {
  const { width, height, grey } = await workers.run('readMask', { path }, { signal });
  return maskFromPixels(
    grey.map((level) => (level > FOREGROUND_ABOVE ? 1 : 0)),
    width,
    height,
  );
}

/** @throws AppError `bad-input` where a mask was not made for the picture. */
export function requireSameSize(
  truth: { width: number; height: number },
  picture: { width: number; height: number },
): void {
  if (truth.width === picture.width && truth.height === picture.height) return;
  throw new AppError(
    'bad-input',
    `the mask has ${truth.width} x ${truth.height} pixels, the picture ${picture.width} x ${picture.height}`,
  );
}

function indexFile(images: string): string {
  return join(dirname(images), 'index.csv');
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new AppError('not-found', `the folder ${folder} cannot be read`, { cause });
  }
}

/** The ids of one split, sorted. */
async function readSplit(images: string, split: string): Promise<string[]> {
  const rows = await readIndex(images);
  const ids = rows.filter((row) => row['split'] === split).flatMap((row) => row['id'] ?? []);
  if (ids.length > 0) return ids.sort();
  const known = [...new Set(rows.flatMap((row) => row['split'] ?? []))].join(', ');
  throw new AppError(
    'bad-input',
    `${indexFile(images)} has no split ${split}; it has: ${known === '' ? 'none' : known}`,
  );
}
