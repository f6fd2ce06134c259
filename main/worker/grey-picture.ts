import { AppError } from '../../shared/errors.js';
import { decodePicture } from './decode/picture.js';
import { sniffFormat } from './decode/picture-header.js';
import { readBoundedFile } from './decode/read-file.js';

/** A mask's picture, one byte a pixel. @throws AppError as decodePicture does */
export async function readGreyPicture(
  path: string,
): Promise<{ width: number; height: number; grey: Uint8Array }> {
  const bytes = readBoundedFile(path);
  const format = sniffFormat(bytes);
  if (format === 'dicom') {
    throw new AppError('unsupported-format', 'A mask must be a PNG, TIFF, BMP or JPEG picture.');
  }
  const { width, height, rgb } = await decodePicture(bytes, format, 0);
  return { width, height, grey: toGrey(rgb, width * height) };
}

/** The brightest channel, so a mask drawn in any one colour is still foreground. */
function toGrey(rgb: Uint8Array, pixels: number): Uint8Array {
  const grey = new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    grey[pixel] = Math.max(rgb[3 * pixel] ?? 0, rgb[3 * pixel + 1] ?? 0, rgb[3 * pixel + 2] ?? 0);
  }
  return grey;
}
