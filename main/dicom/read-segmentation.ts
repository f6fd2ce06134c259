import { AppError } from '../../shared/errors.js';
import { maskFromPixels, type RunLengthMask } from '../../shared/labelmap.js';
import { binaryParts, itemsOf, numbersOf, textOf, valuesOf } from './element-values.js';
import { PIXEL_DATA, readDataset } from './part10.js';
import { EXPLICIT_LITTLE_ENDIAN, IMPLICIT_LITTLE_ENDIAN } from './transfer-syntax.js';
import { assertPictureSize, MAX_FRAMES } from './limits.js';

const SEGMENT_SEQUENCE = '00620002';
const SEGMENT_NUMBER = '00620004';
const SEGMENT_LABEL = '00620005';
const SEGMENTATION_TYPE = '00620001';
const PER_FRAME_GROUPS = '52009230';
const SEGMENT_IDENTIFICATION = '0062000A';
const REFERENCED_SEGMENT = '0062000B';

/**
 * The masks of a BINARY segmentation (PS3.3 A.51) of one picture, by the label of each segment.
 * Throws `unsupported-format` for another object, another type, a compressed one, or one with
 * several frames for a segment; `unreadable-file` where it is cut short, `too-large` by its size.
 */
export function readSegmentation(file: Uint8Array): Map<string, RunLengthMask> {
  const { elements, transferSyntax } = readDataset(file);
  if (textOf(elements, SEGMENTATION_TYPE) !== 'BINARY') {
    throw unsupported('is no segmentation of type BINARY');
  }
  if (transferSyntax !== EXPLICIT_LITTLE_ENDIAN && transferSyntax !== IMPLICIT_LITTLE_ENDIAN) {
    throw unsupported('is compressed');
  }
  const [height = 0] = numbersOf(elements, '00280010');
  const [width = 0] = numbersOf(elements, '00280011');
  assertPictureSize(width, height);
  const groups = itemsOf(elements, PER_FRAME_GROUPS);
  if (groups.length > MAX_FRAMES) throw unsupported('has too many frames');
  const labels = new Map(
    itemsOf(elements, SEGMENT_SEQUENCE).map((item) => [
      numbersOf(item, SEGMENT_NUMBER)[0],
      textOf(item, SEGMENT_LABEL),
    ]),
  );
  const [stored] = binaryParts(valuesOf(elements, PIXEL_DATA));
  const masks = new Map<string, RunLengthMask>();
  for (const [frame, group] of groups.entries()) {
    const [identification = {}] = itemsOf(group, SEGMENT_IDENTIFICATION);
    const label = labels.get(numbersOf(identification, REFERENCED_SEGMENT)[0]);
    if (label === undefined || label === '') throw unsupported('has a frame of no segment');
    if (masks.has(label)) throw unsupported('has several frames of one segment');
    masks.set(label, frameMask(stored, frame, width, height));
  }
  return masks;
}

function frameMask(
  stored: Uint8Array | undefined,
  frame: number,
  width: number,
  height: number,
): RunLengthMask {
  const pixels = width * height;
  const first = frame * pixels;
  if (stored === undefined || stored.length * 8 < first + pixels) {
    throw new AppError(
      'unreadable-file',
      'The segmentation is cut short. Copy it again from its source.',
    );
  }
  const inside = new Uint8Array(pixels);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const bit = first + pixel;
    inside[pixel] = ((stored[bit >> 3] ?? 0) >> (bit & 7)) & 1;
  }
  return maskFromPixels(inside, width, height);
}

function unsupported(why: string): AppError {
  return new AppError(
    'unsupported-format',
    `The DICOM object ${why}. Choose an uncompressed BINARY segmentation of one picture.`,
  );
}
