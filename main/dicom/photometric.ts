import { AppError } from '../../shared/errors.js';
import type { ImagePixel } from './image-pixel.js';
import type { Palette } from './palette.js';

/** Stored samples of one frame, little endian, `image.bitsAllocated` each. */
export interface StoredSamples {
  samples: Uint8Array;
  image: ImagePixel;
  /** Two pixels share their chroma: Y0 Y1 Cb Cr. */
  subsampled: boolean;
}

/**
 * One frame as interleaved 8-bit RGB. Wider samples keep their high byte, `v >> (bitsStored - 8)`,
 * after the sign is turned into an offset; no window is applied, so display, inference and export
 * see the same pixels. Throws `unsupported-format` for other photometric interpretations.
 */
export function toRgb(stored: StoredSamples, palette: Palette | null): Uint8Array {
  const { image } = stored;
  const pixels = image.width * image.height;
  if (palette) return applyPalette(storedValues(stored, pixels), palette, image);
  const levels = to8Bit(stored, pixels * (stored.subsampled ? 2 : image.samplesPerPixel));
  if (image.samplesPerPixel === 1) return greyToRgb(levels, image.photometric === 'MONOCHROME1');
  const interleaved = image.planar ? interleave(levels, pixels) : levels;
  switch (image.photometric) {
    case 'RGB':
      return interleaved;
    case 'YBR_FULL':
    case 'YBR_FULL_422':
      return stored.subsampled ? ybr422ToRgb(interleaved, pixels) : ybrToRgb(interleaved);
    default:
      throw new AppError(
        'unsupported-format',
        'The colour space of this DICOM picture is not supported. Convert the picture to RGB.',
      );
  }
}

/** Each sample as 8 bit. Eight stored bits of eight are taken as they are, without a copy. */
function to8Bit(stored: StoredSamples, count: number): Uint8Array {
  const { image, samples } = stored;
  const { bitsAllocated, bitsStored, highBit, signed } = image;
  if (bitsAllocated === 8 && bitsStored === 8 && !signed) return samples.subarray(0, count);
  const scaleUp = bitsStored < 8 ? 255 / (2 ** bitsStored - 1) : 1;
  const lowBit = highBit + 1 - bitsStored;
  const levels = new Uint8Array(count);
  const view = new DataView(samples.buffer, samples.byteOffset, samples.byteLength);
  const range = 2 ** bitsStored;
  for (let index = 0; index < count; index += 1) {
    const raw =
      bitsAllocated === 8
        ? view.getUint8(index)
        : bitsAllocated === 16
          ? view.getUint16(2 * index, true)
          : view.getUint32(4 * index, true);
    const value = Math.floor(raw / 2 ** lowBit) % range;
    const level = signed ? (value + range / 2) % range : value;
    levels[index] = bitsStored < 8 ? Math.round(level * scaleUp) : level / 2 ** (bitsStored - 8);
  }
  return levels;
}

/** Palette indices, signed where the samples are. */
function storedValues(stored: StoredSamples, count: number): Int32Array {
  const { bitsAllocated, bitsStored, highBit, signed } = stored.image;
  if (bitsAllocated === 32) {
    throw new AppError(
      'unsupported-format',
      'Palette pictures with 32 bits a sample are not opened. Export the picture as RGB.',
    );
  }
  const view = new DataView(stored.samples.buffer, stored.samples.byteOffset);
  const range = 2 ** bitsStored;
  const lowBit = highBit + 1 - bitsStored;
  return Int32Array.from({ length: count }, (_, index) => {
    const raw = bitsAllocated === 8 ? view.getUint8(index) : view.getUint16(2 * index, true);
    const value = (raw >> lowBit) & (range - 1);
    return signed && value >= range / 2 ? value - range : value;
  });
}

/** Values below the first entry take the first, values above the last the last (C.7.6.3.1.5). */
function applyPalette(values: Int32Array, palette: Palette, image: ImagePixel): Uint8Array {
  const rgb = new Uint8Array(values.length * 3);
  const last = palette.red.length - 1;
  const first = image.signed ? (palette.first << 16) >> 16 : palette.first;
  values.forEach((value, pixel) => {
    const entry = Math.min(Math.max(value - first, 0), last);
    rgb[3 * pixel] = palette.red[entry] ?? 0;
    rgb[3 * pixel + 1] = palette.green[entry] ?? 0;
    rgb[3 * pixel + 2] = palette.blue[entry] ?? 0;
  });
  return rgb;
}

function greyToRgb(levels: Uint8Array, inverted: boolean): Uint8Array {
  const rgb = new Uint8Array(levels.length * 3);
  const flip = inverted ? 255 : 0;
  for (let pixel = 0; pixel < levels.length; pixel += 1) {
    rgb.fill((levels[pixel] ?? 0) ^ flip, 3 * pixel, 3 * pixel + 3);
  }
  return rgb;
}

function interleave(planes: Uint8Array, pixels: number): Uint8Array {
  const rgb = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    rgb[3 * pixel] = planes[pixel] ?? 0;
    rgb[3 * pixel + 1] = planes[pixels + pixel] ?? 0;
    rgb[3 * pixel + 2] = planes[2 * pixels + pixel] ?? 0;
  }
  return rgb;
}

function ybrToRgb(ybr: Uint8Array): Uint8Array {
  const rgb = new Uint8Array(ybr.length);
  for (let at = 0; at < ybr.length; at += 3) {
    writeRgb(rgb, at, ybr[at] ?? 0, ybr[at + 1] ?? 0, ybr[at + 2] ?? 0);
  }
  return rgb;
}

function ybr422ToRgb(ybr: Uint8Array, pixels: number): Uint8Array {
  const rgb = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const pair = (pixel >> 1) * 4;
    const luma = ybr[pair + (pixel & 1)] ?? 0;
    writeRgb(rgb, 3 * pixel, luma, ybr[pair + 2] ?? 0, ybr[pair + 3] ?? 0);
  }
  return rgb;
}

/** The inverse of the equations of PS3.3 C.7.6.3.1.2 (ITU-R BT.601, full range). */
function writeRgb(rgb: Uint8Array, at: number, y: number, cb: number, cr: number): void {
  rgb[at] = clamp(y + 1.402 * (cr - 128));
  rgb[at + 1] = clamp(y - 0.344136 * (cb - 128) - 0.714136 * (cr - 128));
  rgb[at + 2] = clamp(y + 1.772 * (cb - 128));
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}
