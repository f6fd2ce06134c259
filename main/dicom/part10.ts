import { constants, inflateRawSync } from 'node:zlib';
import type { DicomElements } from './load-dcmjs.js';
import { AppError } from '../../shared/errors.js';
import { MAX_FILE_BYTES } from './limits.js';
import { loadDcmjs } from './load-dcmjs.js';
import {
  DEFLATED,
  EXPLICIT_BIG_ENDIAN,
  EXPLICIT_LITTLE_ENDIAN,
  IMPLICIT_LITTLE_ENDIAN,
} from './transfer-syntax.js';

/** A parsed data set. Tags are eight upper-case hexadecimal digits. */
export interface DicomDataset {
  transferSyntax: string;
  bigEndian: boolean;
  elements: DicomElements;
}

export const PIXEL_DATA = '7FE00010';

const PREAMBLE_BYTES = 128;

/**
 * A deflated data set may unpack to this many times its size, or to this much: pictures do not
 * compress by more, zeros do by a thousand.
 */
const INFLATED = { ratio: 100, leastBytes: 64 * 1024 ** 2 };

/** A preamble with its mark, or a data set without one that starts in group 2 or 8. */
export function looksLikeDicom(bytes: Uint8Array): boolean {
  if (hasPreamble(bytes)) return true;
  if (bytes.length < 16) return false;
  const view = viewOf(bytes);
  const group = view.getUint16(0, true);
  const element = view.getUint16(2, true);
  if (group !== 0x0002 && group !== 0x0008) return false;
  return element <= 0x0020 && (hasExplicitVr(bytes, 0) || view.getUint32(4, true) <= 1024);
}

/**
 * Parse a DICOM file (PS3.10), deflated and headerless ones included. With `stopAtPixels` the
 * elements up to the pixel data are read and the element itself is empty.
 * The encoding is taken from the first element where it contradicts the stated transfer syntax:
 * there are real files that say JPEG and hold an implicit data set.
 * Throws `unreadable-file` or `too-large`.
 */
export function readDataset(
  file: Uint8Array,
  options: { stopAtPixels?: boolean } = {},
): DicomDataset {
  const meta = readFileMeta(file);
  const stated = meta.transferSyntax;
  let bytes = file.subarray(meta.datasetOffset);
  if (stated === DEFLATED) bytes = inflate(bytes);
  if (bytes.length < 8) {
    throw new AppError(
      'unreadable-file',
      'The DICOM file ends after its header. Copy it again from its source.',
    );
  }
  const bigEndian = stated === EXPLICIT_BIG_ENDIAN;
  const explicit = bigEndian || hasExplicitVr(bytes, 0);
  const encoding = bigEndian
    ? EXPLICIT_BIG_ENDIAN
    : explicit
      ? EXPLICIT_LITTLE_ENDIAN
      : IMPLICIT_LITTLE_ENDIAN;
  const elements = parse(bytes, encoding, options.stopAtPixels ? PIXEL_DATA : null);
  return { transferSyntax: stated ?? encoding, bigEndian, elements };
}

function parse(bytes: Uint8Array, encoding: string, untilTag: string | null): DicomElements {
  const { data } = loadDcmjs();
  const read = (ignoreErrors: boolean) => {
    const buffer = bytes.buffer instanceof ArrayBuffer ? bytes.buffer : bytes.slice().buffer;
    const start = bytes.buffer instanceof ArrayBuffer ? bytes.byteOffset : 0;
    const range = { start, stop: start + bytes.byteLength, noCopy: true };
    const stream = new data.ReadBufferStream(buffer, encoding !== EXPLICIT_BIG_ENDIAN, range);
    return data.DicomMessage.read(stream, encoding, ignoreErrors, untilTag);
  };
  try {
    return read(false);
  } catch (cause) {
    // A damaged tail does not make the picture before it unreadable, so read again up to there.
    const elements = read(true);
    if ('00280010' in elements && (untilTag !== null || PIXEL_DATA in elements)) return elements;
    throw new AppError(
      'unreadable-file',
      `The DICOM data set is damaged or cut short (${causeOf(cause)}). Copy it again from its source.`,
      { cause },
    );
  }
}

/** Group 2 is always explicit little endian (PS3.10 section 7.1). */
function readFileMeta(file: Uint8Array): {
  transferSyntax: string | undefined;
  datasetOffset: number;
} {
  const view = viewOf(file);
  let offset = hasPreamble(file) ? PREAMBLE_BYTES + 4 : 0;
  let transferSyntax: string | undefined;
  while (offset + 8 <= file.length && view.getUint16(offset, true) === 0x0002) {
    const long = ['OB', 'OW', 'UN', 'UT', 'SQ'].includes(ascii(file, offset + 4, 2));
    if (long && offset + 12 > file.length) break;
    const length = long ? view.getUint32(offset + 8, true) : view.getUint16(offset + 6, true);
    const start = offset + (long ? 12 : 8);
    if (view.getUint16(offset + 2, true) === 0x0010) {
      transferSyntax = ascii(file, start, Math.min(length, 64)).replace(/[^0-9.]/g, '');
    }
    offset = start + length;
  }
  return { transferSyntax: transferSyntax ?? undefined, datasetOffset: offset };
}

function inflate(bytes: Uint8Array): Uint8Array {
  const most = Math.max(INFLATED.leastBytes, INFLATED.ratio * bytes.length);
  try {
    return inflateRawSync(bytes, {
      maxOutputLength: Math.min(MAX_FILE_BYTES, most),
      finishFlush: constants.Z_SYNC_FLUSH,
    });
  } catch (cause) {
    if (cause instanceof RangeError) {
      throw new AppError(
        'too-large',
        'The deflated DICOM data set unpacks to far more than its size. Where you trust it, save the picture uncompressed.',
        { cause },
      );
    }
    throw new AppError(
      'unreadable-file',
      'The deflated DICOM data set cannot be unpacked: it is damaged. Copy it again from its source.',
      { cause },
    );
  }
}

function hasPreamble(bytes: Uint8Array): boolean {
  return ascii(bytes, PREAMBLE_BYTES, 4) === 'DICM';
}

function hasExplicitVr(bytes: Uint8Array, offset: number): boolean {
  return /^[A-Z]{2}$/.test(ascii(bytes, offset + 4, 2));
}

function ascii(bytes: Uint8Array, start: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(start, start + length));
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** Parser messages name tags and offsets only; anything longer may quote the file. */
function causeOf(thrown: unknown): string {
  return thrown instanceof RangeError ? 'it ends inside an element' : 'an element is malformed';
}
