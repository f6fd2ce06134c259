import type { Counts } from '../../shared/agreement.js';
import { countMasks } from '../../shared/comparison/mask-agreement.js';
import { decodeMask } from '../../shared/labelmap.js';
import { maskPathOf, picturePaths, readTruth, requireSameSize } from '../comparison/picture-set.js';
import type { LoadedModel } from '../worker/protocol.js';
import type { CommandIo } from './command.js';

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
  const paths = await picturePaths(images, split);
  return [...paths].map(([id, path]) => ({ id, path, maskPath: maskPathOf(masks, id) }));
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
  const input = { path, frame: 0, model, device: 'auto' } as const;
  const found = await io.workers().run('segment', input, { signal: io.signal });
  const truth = await readTruth(io.workers(), maskPath, io.signal);
  requireSameSize(truth, found);
  return countMasks(decodeMask(found.mask), truth);
}
