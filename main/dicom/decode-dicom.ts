import { AppError } from '../../shared/errors.js';
import type { Inspection } from '../worker/protocol.js';
import { decodeEncapsulated } from './codecs.js';
import { displayAttributes } from './display-attributes.js';
import { numbersOf, textOf } from './element-values.js';
import { encapsulatedFrame, nativeFrame } from './frame-bytes.js';
import { readImagePixel } from './image-pixel.js';
import type { ImagePixel } from './image-pixel.js';
import { readPalette } from './palette.js';
import { readDataset } from './part10.js';
import type { DicomDataset } from './part10.js';
import { toRgb } from './photometric.js';
import { frameCodecOf } from './transfer-syntax.js';

export interface DicomFrame {
  width: number;
  height: number;
  /** Interleaved, 8 bit. */
  rgb: Uint8Array;
  frames: number;
  bitsStored: number;
}

/**
 * One frame of a DICOM file as 8-bit RGB. `frame` counts from 0.
 * Throws `bad-input` for a frame that is not there, else `unreadable-file`, `unsupported-format`
 * or `too-large`, each with its cause.
 */
export async function decodeDicomFrame(file: Uint8Array, frame: number): Promise<DicomFrame> {
  const dataset = readDataset(file);
  const image = readImagePixel(dataset.elements);
  if (frame >= image.frames) {
    throw new AppError('bad-input', `The file has ${image.frames} frames; choose one of them.`);
  }
  const stored = await readFrame(dataset, image, frame);
  const palette = image.photometric === 'PALETTE COLOR' ? readPalette(dataset) : null;
  return {
    width: image.width,
    height: image.height,
    rgb: toRgb(stored, palette),
    frames: image.frames,
    bitsStored: image.bitsStored,
  };
}

/** What a DICOM header says, its pixels left unread. Throws as `decodeDicomFrame`. */
export function inspectDicom(file: Uint8Array): Inspection {
  const { elements, transferSyntax } = readDataset(file, { stopAtPixels: true });
  const image = readImagePixel(elements);
  requireCodec(transferSyntax);
  const attributes = displayAttributes(elements);
  return {
    format: 'dicom',
    width: image.width,
    height: image.height,
    frames: image.frames,
    bitsStored: image.bitsStored,
    orientation: 1,
    burnedInAnnotation: burnedInAnnotationOf(textOf(elements, '00280301')),
    spacingMm:
      spacingOf(numbersOf(elements, '00280030'), 'pixel-spacing') ??
      spacingOf(numbersOf(elements, '00181164'), 'imager-pixel-spacing'),
    attributes: [{ keyword: 'TransferSyntaxUID', value: transferSyntax }, ...attributes],
  };
}

async function readFrame(dataset: DicomDataset, image: ImagePixel, frame: number) {
  const codec = requireCodec(dataset.transferSyntax);
  if (codec === 'native') return { ...nativeFrame(dataset, image, frame), image };
  return decodeEncapsulated(codec, encapsulatedFrame(dataset, image, frame), image);
}

function requireCodec(transferSyntax: string) {
  const codec = frameCodecOf(transferSyntax);
  if (codec !== undefined) return codec;
  throw new AppError(
    'unsupported-format',
    `The transfer syntax ${transferSyntax} cannot be decoded. Save the picture uncompressed or as JPEG.`,
  );
}

function burnedInAnnotationOf(stated: string): Inspection['burnedInAnnotation'] {
  const answer = stated.toUpperCase();
  if (answer === 'YES') return 'yes';
  return answer === 'NO' ? 'no' : 'unknown';
}

/**
 * Pixel Spacing (0028,0030), in the patient, or Imager Pixel Spacing (0018,1164), at the detector:
 * millimetres between rows, then between columns.
 */
function spacingOf(
  [row, column]: number[],
  source: NonNullable<Inspection['spacingMm']>['source'],
): Inspection['spacingMm'] {
  if (row === undefined || column === undefined || row <= 0 || column <= 0) return null;
  return { row, column, source };
}
