import type { Size } from '../../shared/geometry.js';

/** Samples a device pixel takes along each axis, so edges are smooth at every zoom. */
const SAMPLES = 2;
/** The coverage of a device pixel that lies in the foreground wholly. */
export const FULL = SAMPLES * SAMPLES;

/** Index by a set of coverages, a bit for each: the largest less the smallest of the set. */
const spreadOfSet = Uint8Array.from({ length: 2 << FULL }, (_, set) =>
  set === 0 ? 0 : Math.floor(Math.log2(set)) - Math.floor(Math.log2(set & -set)),
);

/**
 * For each sample along one axis of device pixels the picture's column or row it falls into, -1
 * outside.
 * @param start the first device pixel
 * @param length in device pixels
 * @param scale device pixels per image pixel
 * @param offset of the picture's corner, in device pixels
 * @param limit columns or rows of the picture
 */
export function sourceIndices(
  start: number,
  length: number,
  scale: number,
  offset: number,
  limit: number,
): Int32Array {
  const indices = new Int32Array(length * SAMPLES);
  for (let sample = 0; sample < indices.length; sample += 1) {
    const source = Math.floor((start + (sample + 0.5) / SAMPLES - offset) / scale);
    indices[sample] = source >= 0 && source < limit ? source : -1;
  }
  return indices;
}

/**
 * Samples in the foreground for each device pixel, 0..FULL.
 * @param pixels one byte an image pixel, non-zero is foreground
 * @param stride image pixels a row
 */
export function coverageOf(
  pixels: Uint8Array,
  stride: number,
  columns: Int32Array,
  rows: Int32Array,
): Uint8Array {
  const width = columns.length / SAMPLES;
  const coverage = new Uint8Array((width * rows.length) / SAMPLES);
  for (let sampleY = 0; sampleY < rows.length; sampleY += 1) {
    const row = rows[sampleY] ?? -1;
    if (row < 0) continue;
    const base = row * stride;
    const target = Math.floor(sampleY / SAMPLES) * width;
    for (let sampleX = 0; sampleX < columns.length; sampleX += 1) {
      const column = columns[sampleX] ?? -1;
      if (column < 0 || pixels[base + column] === 0) continue;
      const at = target + (sampleX >> 1);
      coverage[at] = (coverage[at] ?? 0) + 1;
    }
  }
  return coverage;
}

/**
 * How much coverage differs within `radius` of each device pixel along both axes, 0..FULL: above 0 on
 * both sides of a border, and there only.
 */
export function spreadOf(
  coverage: Uint8Array,
  { width, height }: Size,
  radius: number,
): Uint8Array {
  const across = new Uint8Array(coverage.length);
  for (let y = 0; y < height; y += 1) {
    const base = y * width;
    for (let x = 0; x < width; x += 1) {
      const to = base + Math.min(width - 1, x + radius);
      let set = 0;
      for (let near = base + Math.max(0, x - radius); near <= to; near += 1) {
        set |= 1 << (coverage[near] ?? 0);
      }
      across[base + x] = set;
    }
  }
  const spread = new Uint8Array(coverage.length);
  for (let y = 0; y < height; y += 1) {
    const [top, bottom] = [Math.max(0, y - radius), Math.min(height - 1, y + radius)];
    for (let x = 0; x < width; x += 1) {
      const to = bottom * width + x;
      let set = 0;
      for (let near = top * width + x; near <= to; near += width) set |= across[near] ?? 0;
      spread[y * width + x] = spreadOfSet[set] ?? 0;
    }
  }
  return spread;
}
