import { JsColorType, Orientation, Transformer } from '@napi-rs/image';
import exifr from 'exifr';
import type { ImageFormat } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import { assertPictureSize } from '../../dicom/limits.js';
import { readPictureHeader } from './picture-header.js';
import { withoutCompressedNotes } from './png-chunks.js';

/** The upright size of a picture and what was read of its header. */
export interface PictureDescription {
  width: number;
  height: number;
  bitsStored: number;
  /** EXIF orientation 1..8 that turns the stored rows upright. */
  orientation: Orientation;
}

type PictureFormat = Exclude<ImageFormat, 'dicom'>;

/** Header and orientation, nothing decoded. Throws `unreadable-file` or `too-large`. */
export async function describePicture(
  bytes: Uint8Array,
  format: PictureFormat,
): Promise<PictureDescription> {
  const header = readPictureHeader(bytes, format);
  assertPictureSize(header.width, header.height);
  const orientation = await readOrientation(bytes, format);
  const { width, height, bitsStored } = header;
  const turned = turning.has(orientation);
  return {
    width: turned ? height : width,
    height: turned ? width : height,
    bitsStored,
    orientation,
  };
}

/**
 * Upright interleaved 8-bit RGB. Grey is repeated, 16 bit keeps the high byte, and alpha is
 * composed on `background` (255 is what viewers show; 0 makes transparent mask pixels background).
 * Of a TIFF with several pages the first is read.
 */
export async function decodePicture(
  bytes: Uint8Array,
  format: PictureFormat,
  background: 0 | 255 = 255,
): Promise<PictureDescription & { rgb: Uint8Array }> {
  const description = await describePicture(bytes, format);
  try {
    const transformer = new Transformer(readable(bytes, format));
    const { colorType } = await transformer.metadata();
    if (description.orientation !== Orientation.Horizontal)
      transformer.rotate(description.orientation);
    const samples = await transformer.rawPixels();
    const { width, height } = description;
    return { ...description, rgb: toRgb(samples, colorType, width * height, background) };
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    throw refusal(format, cause);
  }
}

/** What readers of pictures are given. */
function readable(bytes: Uint8Array, format: PictureFormat): Uint8Array {
  return format === 'png' ? withoutCompressedNotes(bytes) : bytes;
}

/** EXIF values 1 to 8 in order. */
const orientations = [
  Orientation.Horizontal,
  Orientation.MirrorHorizontal,
  Orientation.Rotate180,
  Orientation.MirrorVertical,
  Orientation.MirrorHorizontalAndRotate270Cw,
  Orientation.Rotate90Cw,
  Orientation.MirrorHorizontalAndRotate90Cw,
  Orientation.Rotate270Cw,
];

/** Those that exchange width and height. */
const turning = new Set(orientations.slice(4));

async function readOrientation(bytes: Uint8Array, format: PictureFormat): Promise<Orientation> {
  if (format === 'bmp') return Orientation.Horizontal;
  try {
    const stated = await exifr.orientation(readable(bytes, format));
    return orientations[(stated ?? 1) - 1] ?? Orientation.Horizontal;
  } catch {
    // A damaged EXIF block says nothing about the picture; it is read as it is stored.
    return Orientation.Horizontal;
  }
}

/** Channels and bytes a sample; 32-bit float pictures have no agreed range and are refused. */
const layouts: Partial<Record<JsColorType, { channels: 1 | 2 | 3 | 4; wide: boolean }>> = {
  [JsColorType.L8]: { channels: 1, wide: false },
  [JsColorType.La8]: { channels: 2, wide: false },
  [JsColorType.Rgb8]: { channels: 3, wide: false },
  [JsColorType.Rgba8]: { channels: 4, wide: false },
  [JsColorType.L16]: { channels: 1, wide: true },
  [JsColorType.La16]: { channels: 2, wide: true },
  [JsColorType.Rgb16]: { channels: 3, wide: true },
  [JsColorType.Rgba16]: { channels: 4, wide: true },
};

function toRgb(
  samples: Uint8Array,
  colorType: JsColorType,
  pixels: number,
  background: number,
): Uint8Array {
  const layout = layouts[colorType];
  if (layout === undefined) {
    throw new AppError(
      'unsupported-format',
      'Pictures with floating-point samples are not opened. Convert the picture to 8-bit RGB.',
    );
  }
  const { channels, wide } = layout;
  if (samples.length !== pixels * channels * (wide ? 2 : 1)) {
    throw new AppError(
      'unreadable-file',
      'The picture decodes to another size than its header states: it is damaged. Export it again.',
    );
  }
  const levels = wide ? highBytes(samples) : samples;
  if (channels === 3) return levels;
  const colours = channels === 4 ? 3 : 1;
  const hasAlpha = channels === 2 || channels === 4;
  const rgb = new Uint8Array(pixels * 3);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    const alpha = hasAlpha ? (levels[pixel * channels + colours] ?? 0) / 255 : 1;
    for (let colour = 0; colour < 3; colour += 1) {
      const level = levels[pixel * channels + (colours === 3 ? colour : 0)] ?? 0;
      rgb[pixel * 3 + colour] = Math.round(level * alpha + background * (1 - alpha));
    }
  }
  return rgb;
}

function highBytes(samples: Uint8Array): Uint8Array {
  const words = new Uint16Array(
    samples.buffer.slice(samples.byteOffset, samples.byteOffset + samples.byteLength),
  );
  return Uint8Array.from(words, (word) => word >> 8);
}

function refusal(format: PictureFormat, cause: unknown): AppError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const name = format.toUpperCase();
  if (/unsupported|not support/i.test(reason)) {
    return new AppError(
      'unsupported-format',
      `This kind of ${name} is not supported. Convert the picture to 8-bit RGB.`,
      { cause },
    );
  }
  return new AppError(
    'unreadable-file',
    `The ${name} picture cannot be decoded: it is damaged or cut short. Copy it again from its source.`,
    { cause },
  );
}
