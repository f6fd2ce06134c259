import type { ModelManifest } from '../models/manifest.js';
import { resizeRgb } from './resize.js';

/** Upright interleaved 8-bit RGB. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/**
 * The network's input, as docs/model-format.md defines it: the whole field resized to the input
 * size, then min-max over all pixels and channels to [0, 1]; a picture of one colour becomes 0.
 *
 * @returns 1 x 3 x height x width, RGB
 */
export function preprocess(
  picture: RgbPicture,
  format: ModelManifest['network_data_format'],
): Float32Array {
  const { width, height } = format;
  const small = resizeRgb(picture.rgb, picture.width, picture.height, width, height);
  return normaliseMinMax(small, width * height);
}

function normaliseMinMax(rgb: Uint8Array, pixels: number): Float32Array {
  let low = 255;
  let high = 0;
  for (const value of rgb) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const scale = levels(low, high);
  const planes = new Float32Array(3 * pixels);
  for (let pixel = 0; pixel < pixels; pixel += 1) {
    planes[pixel] = scale[rgb[3 * pixel] ?? 0] ?? 0;
    planes[pixels + pixel] = scale[rgb[3 * pixel + 1] ?? 0] ?? 0;
    planes[2 * pixels + pixel] = scale[rgb[3 * pixel + 2] ?? 0] ?? 0;
  }
  return planes;
}

/** What each of the 256 values becomes. */
function levels(low: number, high: number): Float32Array {
  const range = high - low;
  return Float32Array.from({ length: 256 }, (_, value) =>
    range === 0 ? 0 : (value - low) / range,
  );
}
