import { statSync } from 'node:fs';
import type { ImageFormat } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import { decodeDicomFrame, inspectDicom } from '../dicom/decode-dicom.js';
import { decodePicture, describePicture } from './decode/picture.js';
import { sniffFormat } from './decode/picture-header.js';
import { readBoundedFile } from './decode/read-file.js';
import type { Inspection } from './protocol.js';

/** One frame of any file: the pixels that display, inference, thumbnails and export share. */
export interface DecodedFrame {
  /** Upright. */
  width: number;
  height: number;
  /** Interleaved RGB, 8 bit, row-major, `width * height * 3` bytes. */
  rgb: Uint8Array;
  frames: number;
  format: ImageFormat;
  /** EXIF orientation that was applied, 1 where there is none. */
  orientation: number;
  bitsStored: number;
}

/** Larger frames are decoded again rather than kept. */
const MAX_CACHED_BYTES = 256 * 1024 ** 2;

/**
 * Decode one frame, counted from 0, of a JPEG, PNG, TIFF, BMP or DICOM file told by its content.
 * Throws `not-found`, `bad-input` (no such frame), `unreadable-file`, `unsupported-format` or
 * `too-large`, each with its cause and a remedy, and without the file's name.
 */
export async function decodeFrame(path: string, frame: number): Promise<DecodedFrame> {
  const bytes = readBoundedFile(path);
  const format = sniffFormat(bytes);
  return guarded(async () => {
    if (format === 'dicom') {
      return { ...(await decodeDicomFrame(bytes, frame)), format, orientation: 1 };
    }
    if (frame > 0) {
      throw new AppError('bad-input', 'The file has one frame; choose the first.');
    }
    return { ...(await decodePicture(bytes, format)), format, frames: 1 };
  });
}

/** Geometry, attributes and calibration of a file, without keeping its pixels. Throws as above. */
export async function inspectFile(path: string): Promise<Inspection> {
  return inspectBytes(readBoundedFile(path));
}

/** As `inspectFile`, of a file that was read. */
export async function inspectBytes(bytes: Uint8Array): Promise<Inspection> {
  const format = sniffFormat(bytes);
  return guarded(async () => {
    if (format === 'dicom') return inspectDicom(bytes);
    return {
      ...(await describePicture(bytes, format)),
      format,
      frames: 1,
      burnedInAnnotation: 'not-applicable',
      spacingMm: null,
      attributes: [],
    };
  });
}

let cached: { key: string; frame: Promise<DecodedFrame> } | undefined;

/**
 * As `decodeFrame`, keeping the last frame: showing a picture asks for its rendition, its
 * thumbnail and its segmentation in turn. Callers must not write into the pixels.
 */
export async function decodeFrameCached(path: string, frame: number): Promise<DecodedFrame> {
  const { mtimeMs, size } = fileState(path);
  const key = JSON.stringify([path, frame, mtimeMs, size]);
  if (cached?.key === key) return cached.frame;
  const decoding = decodeFrame(path, frame);
  const entry = { key, frame: decoding };
  cached = entry;
  try {
    const decoded = await decoding;
    if (decoded.rgb.byteLength > MAX_CACHED_BYTES) forget(entry);
    return decoded;
  } catch (cause) {
    forget(entry);
    throw cause;
  }
}

/**
 * What changes when a file does. Synchronous: a hop to the thread pool takes ten times as long, and
 * a worker has nothing else to do. A file that is not there is told by whoever opens it.
 */
function fileState(path: string): { mtimeMs: number; size: number } {
  return statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: 0, size: 0 };
}

function forget(entry: typeof cached): void {
  if (cached === entry) cached = undefined;
}

/** Whatever a decoder throws on hostile bytes leaves as an error with a cause. */
async function guarded<Result>(read: () => Promise<Result>): Promise<Result> {
  try {
    return await read();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw new AppError(
      'unreadable-file',
      'The file is damaged and cannot be decoded. Export it again from its source.',
      { cause },
    );
  }
}
