import { writeFile } from 'node:fs/promises';
import { Transformer } from '@napi-rs/image';
import { AppError } from '../../shared/errors.js';
import { encodeMask, maskFromPixels } from '../../shared/labelmap.js';
import type { JobInput, JobOutput } from '../worker/protocol.js';
import { paintPicture } from './picture.js';

const jpegQuality = 92;

/** The worker's `synthesise` job; throws `write-failed` where the output cannot be written. */
export async function synthesise(input: JobInput<'synthesise'>): Promise<JobOutput<'synthesise'>> {
  const { width, height, rgba, mask } = paintPicture(input.seed);
  const jpeg = await Transformer.fromRgbaPixels(rgba, width, height).jpeg(jpegQuality);
  try {
    await writeFile(input.output, jpeg, { mode: 0o600, flag: 'wx' });
  } catch (cause) {
    throw new AppError(
      'write-failed',
      'A synthetic picture could not be written. Check that the disk has space.',
      { cause },
    );
  }
  return { width, height, mask: encodeMask(maskFromPixels(mask, width, height)) };
}
