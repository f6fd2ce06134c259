import type { ImageFormat } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import { looksLikeDicom } from '../../dicom/part10.js';
import { assertCompleteJpeg, readJpegStream } from '../../dicom/jpeg-stream.js';

/** Size and depth as a picture's header states them, before orientation and before decoding. */
export interface PictureHeader {
  width: number;
  height: number;
  /** Bits of one sample. */
  bitsStored: number;
  /** The pixels are stored with loss. */
  lossy: boolean;
}

const PNG_SIGNATURE = 0x89504e47;
const TIFF_LITTLE = 0x49492a00;
const TIFF_BIG = 0x4d4d002a;
/** Values of tag 259: both kinds of JPEG, JPEG 2000, WebP. */
const LOSSY_TIFF_COMPRESSIONS: ReadonlySet<number> = new Set([6, 7, 34712, 50001]);

/** The format by content, never by name. Throws `unsupported-format`. */
export function sniffFormat(bytes: Uint8Array): ImageFormat {
  // DICOM first: its free preamble may hold another format's signature.
  if (looksLikeDicom(bytes)) return 'dicom';
  const view = viewOf(bytes);
  const magic = bytes.length >= 4 ? view.getUint32(0) : 0;
  if (magic >>> 8 === 0xffd8ff) return 'jpeg';
  if (magic === PNG_SIGNATURE) return 'png';
  if (magic === TIFF_LITTLE || magic === TIFF_BIG) return 'tiff';
  if (magic >>> 16 === 0x424d) return 'bmp';
  throw new AppError(
    'unsupported-format',
    'The file is not a JPEG, PNG, TIFF, BMP or DICOM picture. Convert it to one of these.',
  );
}

/** Throws `unreadable-file` for a header that is damaged or cut short. */
export function readPictureHeader(
  bytes: Uint8Array,
  format: Exclude<ImageFormat, 'dicom'>,
): PictureHeader {
  try {
    return readers[format](bytes);
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'unreadable-file',
      `The ${format.toUpperCase()} header is damaged or cut short. Copy the file again from its source.`,
      { cause },
    );
  }
}

const readers = {
  jpeg: (bytes: Uint8Array): PictureHeader => {
    const stream = readJpegStream(bytes);
    assertCompleteJpeg(stream);
    return { ...stream, lossy: true };
  },
  /** IHDR is the first chunk (PNG section 11.2.1). */
  png: (bytes: Uint8Array): PictureHeader => {
    const view = viewOf(bytes);
    return {
      width: view.getUint32(16),
      height: view.getUint32(20),
      bitsStored: view.getUint8(24),
      lossy: false,
    };
  },
  /** Rows are stored upwards unless the height is negative; 12 is the old core header. */
  bmp: (bytes: Uint8Array): PictureHeader => {
    const view = viewOf(bytes);
    const core = view.getUint32(14, true) === 12;
    return {
      width: core ? view.getUint16(18, true) : view.getInt32(18, true),
      height: core ? view.getUint16(20, true) : Math.abs(view.getInt32(22, true)),
      bitsStored: 8,
      lossy: false,
    };
  },
  /** The first image file directory (TIFF 6.0 section 2). */
  tiff: (bytes: Uint8Array): PictureHeader => {
    const view = viewOf(bytes);
    const little = view.getUint16(0) === 0x4949;
    const directory = view.getUint32(4, little);
    const entries = view.getUint16(directory, little);
    const header: PictureHeader = { width: 0, height: 0, bitsStored: 1, lossy: false };
    for (let index = 0; index < entries; index += 1) {
      const entry = directory + 2 + 12 * index;
      const tag = view.getUint16(entry, little);
      if (tag === 256) header.width = tiffValue(view, entry, little);
      if (tag === 257) header.height = tiffValue(view, entry, little);
      if (tag === 258) header.bitsStored = tiffValue(view, entry, little);
      if (tag === 259) header.lossy = LOSSY_TIFF_COMPRESSIONS.has(tiffValue(view, entry, little));
    }
    return header;
  },
};

/** The first value of a SHORT or LONG entry, which is elsewhere when it does not fit four bytes. */
function tiffValue(view: DataView, entry: number, little: boolean): number {
  const long = view.getUint16(entry + 2, little) === 4;
  const fits = view.getUint32(entry + 4, little) * (long ? 4 : 2) <= 4;
  const at = fits ? entry + 8 : view.getUint32(entry + 8, little);
  return long ? view.getUint32(at, little) : view.getUint16(at, little);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
