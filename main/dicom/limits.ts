import { AppError } from '../../shared/errors.js';

/**
 * What a file may ask for before anything of that size is allocated. A 200 Mpx picture is 600 MB
 * of RGB, several times the largest dermoscopy camera.
 */
const MAX_PIXELS = 200_000_000;
export const MAX_FILE_BYTES = 1024 ** 3;
export const MAX_FRAMES = 10_000;

/** Refuse a picture by the size its header states. Throws `unreadable-file` or `too-large`. */
export function assertPictureSize(width: number, height: number): void {
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1) {
    throw new AppError(
      'unreadable-file',
      'The header states no usable width and height. Export the picture again from its source.',
    );
  }
  if (width * height > MAX_PIXELS) {
    throw new AppError(
      'too-large',
      `The picture is ${width} x ${height} pixels; at most ${MAX_PIXELS / 1e6} million are opened. Save a smaller copy.`,
    );
  }
}
