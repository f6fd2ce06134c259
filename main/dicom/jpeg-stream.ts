import { AppError } from '../../shared/errors.js';

/** What the markers of a JPEG or JPEG-LS stream say (ITU-T T.81 annex B, T.87 annex C). */
export interface JpegStream {
  width: number;
  height: number;
  bitsStored: number;
  components: { id: number; horizontal: number; vertical: number }[];
  hasJfif: boolean;
  /** Colour transform of the Adobe APP14 marker: 0 none, 1 YCbCr, 2 YCCK; null without one. */
  adobeTransform: number | null;
  /** An end-of-image marker follows the last scan. Decoders fill what is missing with grey. */
  complete: boolean;
}

const START_OF_SCAN = 0xda;
const END_OF_IMAGE = 0xd9;

/** Walks the markers without decoding. Throws `unreadable-file` when no frame header is found. */
export function readJpegStream(bytes: Uint8Array): JpegStream {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let frame: Pick<JpegStream, 'width' | 'height' | 'bitsStored' | 'components'> | undefined;
  let hasJfif = false;
  let adobeTransform: number | null = null;
  let complete = false;
  let position = 2;
  while (position + 2 <= bytes.length) {
    if (bytes[position] !== 0xff) break;
    const marker = view.getUint8(position + 1);
    if (marker === 0xff) {
      position += 1;
      continue;
    }
    if (marker === END_OF_IMAGE) {
      complete = true;
      break;
    }
    if (isStandalone(marker)) {
      position += 2;
      continue;
    }
    if (position + 4 > bytes.length) break;
    const length = view.getUint16(position + 2);
    const start = position + 4;
    const end = position + 2 + length;
    if (length < 2 || end > bytes.length) break;
    if (isFrameHeader(marker)) frame ??= readFrameHeader(view, start, end);
    if (marker === 0xe0 && hasText(bytes, start, 'JFIF')) hasJfif = true;
    if (marker === 0xee && length >= 14 && hasText(bytes, start, 'Adobe')) {
      adobeTransform = view.getUint8(start + 11);
    }
    position = marker === START_OF_SCAN ? endOfScan(bytes, end) : end;
  }
  if (!frame) {
    throw new AppError(
      'unreadable-file',
      'The JPEG stream has no frame header: it is damaged or cut short. Export the picture again.',
    );
  }
  return { ...frame, hasJfif, adobeTransform, complete };
}

/** A message for a stream without its end, so a half-grey picture never passes for a whole one. */
export function assertCompleteJpeg(stream: JpegStream): void {
  if (stream.complete) return;
  throw new AppError(
    'unreadable-file',
    'The JPEG stream ends before the picture is complete: the file is cut short. Copy it again from its source.',
  );
}

function isStandalone(marker: number): boolean {
  return marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
}

/** SOF0 to SOF15 without DHT, JPG and DAC, and SOF55 of JPEG-LS. */
function isFrameHeader(marker: number): boolean {
  const baseline = marker >= 0xc0 && marker <= 0xcf;
  return marker === 0xf7 || (baseline && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc);
}

function readFrameHeader(view: DataView, start: number, end: number) {
  if (end - start < 6 || end - start < 6 + 3 * view.getUint8(start + 5)) return undefined;
  const components = Array.from({ length: view.getUint8(start + 5) }, (_, index) => {
    const sampling = view.getUint8(start + 7 + 3 * index);
    return {
      id: view.getUint8(start + 6 + 3 * index),
      horizontal: sampling >> 4,
      vertical: sampling & 15,
    };
  });
  return {
    bitsStored: view.getUint8(start),
    height: view.getUint16(start + 1),
    width: view.getUint16(start + 3),
    components,
  };
}

/** Entropy-coded data ends at a marker above 7F that is not a restart (T.87 stuffs one bit). */
function endOfScan(bytes: Uint8Array, start: number): number {
  let position = bytes.indexOf(0xff, start);
  while (position !== -1) {
    const next = bytes[position + 1] ?? 0;
    const restart = next >= 0xd0 && next <= 0xd7;
    if (next >= 0x80 && next !== 0xff && !restart) return position;
    position = bytes.indexOf(0xff, position + 1);
  }
  return bytes.length;
}

function hasText(bytes: Uint8Array, start: number, text: string): boolean {
  return String.fromCharCode(...bytes.subarray(start, start + text.length)) === text;
}
