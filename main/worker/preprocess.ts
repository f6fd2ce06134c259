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
 * @param into overwritten where given: memory that is used already is filled in half the time
 * @returns 1 x 3 x height x width, RGB
 */
export function preprocess(
  picture: RgbPicture,
  format: NetworkDataFormat,
  { region, into }: { region?: Rect; into?: Float32Array | undefined } = {},
): Float32Array {
  const { width, height } = format;
  const small = resizeInKernel(picture.rgb, picture.width, picture.height, width, height, region);
  const planes = into ?? new Float32Array(3 * width * height);
  normaliseMinMax(small, width * height, planes);
  return planes;
}

function normaliseMinMax(rgb: KernelBytes, pixels: number, planes: Float32Array): void {
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
  for (const channel of [0, 1, 2]) {
    const at = planesAt + channel * planeBytes;
    planes.set(new Float32Array(memory.buffer, at, pixels), channel * pixels);
  }
}

/** The first place from `bytes` on where a vector may begin. */
function aligned(bytes: number): number {
  return Math.ceil(bytes / VECTOR_BYTES) * VECTOR_BYTES;
}
