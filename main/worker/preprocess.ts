import type { Rect } from '../../shared/labelmap.js';
import type { NetworkDataFormat } from '../models/manifest.js';
import { SLACK_BYTES, kernel, kernelMemory } from './preprocess-kernel.js';
import { resizeInKernel, type KernelBytes } from './resize.js';

/** Upright interleaved 8-bit RGB. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;
const VECTOR_BYTES = 16;

/**
 * The network's input, as docs/model-format.md defines it: the whole field, or a part of it, resized
 * to the input size, then min-max over all pixels and channels to [0, 1]; a picture of one colour becomes 0.
 *
 * @returns 1 x 3 x height x width, RGB
 */
export function preprocess(...input: Parameters<typeof preprocessInKernel>): Float32Array {
  return preprocessInKernel(...input).slice();
}

/**
 * As `preprocess`, left in the kernel's memory: it holds until the next picture is prepared, so a
 * network's run must end before.
 */
export function preprocessInKernel(
  picture: RgbPicture,
  { width, height }: NetworkDataFormat,
  region?: Rect,
): Float32Array {
  const small = resizeInKernel(picture.rgb, picture.width, picture.height, width, height, region);
  return normaliseMinMax(small, width * height);
}

/** @returns the planes one after the other, in the kernel's memory */
function normaliseMinMax(rgb: KernelBytes, pixels: number): Float32Array {
  const planeBytes = aligned(pixels * FLOAT_BYTES);
  const extremesAt = aligned(rgb.at + rgb.length + SLACK_BYTES);
  const planesAt = extremesAt + 2 * VECTOR_BYTES;
  const memory = kernelMemory(planesAt + 3 * planeBytes);

  kernel.extremes(rgb.at, rgb.length, extremesAt);
  const low = Math.min(...memory.subarray(extremesAt, extremesAt + VECTOR_BYTES));
  const high = Math.max(...memory.subarray(extremesAt + VECTOR_BYTES, planesAt));
  // A range in a picture of one value would be 0 / 0.
  const range = Math.max(high - low, 1);
  kernel.normalise(rgb.at, pixels, low, range, planesAt, planeBytes);
  const planes = new Float32Array(memory.buffer, planesAt, (3 * planeBytes) / FLOAT_BYTES);
  const plane = planeBytes / FLOAT_BYTES;
  if (plane > pixels) {
    // Each ends where a vector does: the gaps behind them are closed.
    for (const channel of [1, 2]) {
      planes.copyWithin(channel * pixels, channel * plane, channel * plane + pixels);
    }
  }
  return planes.subarray(0, 3 * pixels);
}

/** The first place from `bytes` on where a vector may begin. */
function aligned(bytes: number): number {
  return Math.ceil(bytes / VECTOR_BYTES) * VECTOR_BYTES;
}
