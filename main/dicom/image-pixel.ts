import type { DicomElements } from './load-dcmjs.js';
import { AppError } from '../../shared/errors.js';
import { numbersOf, textOf } from './element-values.js';
import { MAX_FRAMES, assertPictureSize } from './limits.js';

/** The Image Pixel module (PS3.3 C.7.6.3), checked. */
export interface ImagePixel {
  width: number;
  height: number;
  frames: number;
  samplesPerPixel: number;
  photometric: string;
  bitsAllocated: 8 | 16 | 32;
  bitsStored: number;
  highBit: number;
  signed: boolean;
  /** Stored as one plane after another. */
  planar: boolean;
}

/**
 * Read and check the module before a pixel is allocated. Throws `unreadable-file` where something
 * needed is missing or contradicts itself, `unsupported-format` where it is not a picture this
 * software shows, `too-large` by size or number of frames.
 */
export function readImagePixel(elements: DicomElements): ImagePixel {
  const number = (tag: string) => numbersOf(elements, tag)[0];
  const height = number('00280010');
  const width = number('00280011');
  if (height === undefined || width === undefined) {
    throw new AppError(
      'unsupported-format',
      'The DICOM file holds no picture (it states no rows and columns). Choose an image file.',
    );
  }
  assertPictureSize(width, height);
  const frames = number('00280008') ?? 1;
  if (!Number.isInteger(frames) || frames < 1) {
    throw unreadable(`it states ${frames} frames`);
  }
  if (frames > MAX_FRAMES) {
    throw new AppError(
      'too-large',
      `The DICOM file has ${frames} frames; at most ${MAX_FRAMES} are opened. Split it.`,
    );
  }
  const samplesPerPixel = number('00280002') ?? 1;
  if (samplesPerPixel !== 1 && samplesPerPixel !== 3) {
    throw unsupported(`${samplesPerPixel} samples per pixel`);
  }
  const bitsAllocated = number('00280100') ?? 8;
  if (bitsAllocated !== 8 && bitsAllocated !== 16 && bitsAllocated !== 32) {
    throw unsupported(`${bitsAllocated} bits allocated per sample`);
  }
  const bitsStored = number('00280101') ?? bitsAllocated;
  const highBit = number('00280102') ?? bitsStored - 1;
  if (bitsStored < 1 || bitsStored > bitsAllocated || highBit + 1 < bitsStored) {
    throw unreadable(`it stores ${bitsStored} bits below bit ${highBit}`);
  }
  if (highBit >= bitsAllocated) throw unreadable(`its high bit is ${highBit} of ${bitsAllocated}`);
  const stated = textOf(elements, '00280004').toUpperCase();
  return {
    width,
    height,
    frames,
    samplesPerPixel,
    photometric: stated !== '' ? stated : samplesPerPixel === 1 ? 'MONOCHROME2' : 'RGB',
    bitsAllocated,
    bitsStored,
    highBit,
    signed: number('00280103') === 1,
    planar: number('00280006') === 1,
  };
}

function unreadable(what: string): AppError {
  return new AppError(
    'unreadable-file',
    `The DICOM picture contradicts itself: ${what}. Export it again from its source.`,
  );
}

function unsupported(what: string): AppError {
  return new AppError(
    'unsupported-format',
    `DICOM pictures with ${what} are not opened. Convert the picture to 8-bit RGB.`,
  );
}
