import type { Size } from '../../shared/geometry.js';
import type { Rect } from '../../shared/labelmap.js';
import type { ViewTransform } from './view-transform.js';

export interface MaskStyle {
  /** Outline only, or a filled area with its outline. */
  readonly mode: 'outline' | 'fill';
  /** Of the filled area, 0..1; an outline is always opaque. */
  readonly opacity: number;
}

export type Colour = readonly [red: number, green: number, blue: number];

export interface PaintedMask {
  /** One byte a pixel at native resolution, non-zero is foreground. */
  readonly pixels: Uint8Array;
  readonly colour: Colour;
  /** Of the whole segment, its outline too, 0..1. */
  readonly opacity: number;
  /** Always a filled area of its own opacity without an outline, which would hide thin ones. */
  readonly flat?: boolean;
}

/** Samples a device pixel takes along each axis, so edges are smooth at every zoom. */
const SAMPLES = 2;
const FULL = SAMPLES * SAMPLES;

/**
 * Draw masks into `region` of the screen: each device pixel samples the masks, so the cost is that
 * of the region, not of the picture, and no second copy of a mask is kept.
 *
 * @param region in device pixels
 * @param transform from image to device pixels
 * @param size of the picture and its masks
 * @param lineRadius half the width of an outline, in whole device pixels
 * @returns RGBA, not premultiplied, region.width * region.height * 4
 */
export function paintMasks(
  region: Rect,
  transform: ViewTransform,
  size: Size,
  masks: readonly PaintedMask[],
  style: MaskStyle,
  lineRadius: number,
): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(region.width * region.height * 4);
  // An outline depends on neighbours, so coverage is taken a little around the region.
  const padded: Rect = {
    x: region.x - lineRadius,
    y: region.y - lineRadius,
    width: region.width + 2 * lineRadius,
    height: region.height + 2 * lineRadius,
  };
  const columns = sourceIndices(
    padded.x,
    padded.width,
    transform.scaleX,
    transform.offsetX,
    size.width,
  );
  const rows = sourceIndices(
    padded.y,
    padded.height,
    transform.scaleY,
    transform.offsetY,
    size.height,
  );
  const fillAlpha = style.mode === 'fill' ? style.opacity / FULL : 0;
  for (const mask of masks) {
    const coverage = coverageOf(mask.pixels, size.width, columns, rows);
    if (mask.flat === true) {
      paintFlat(rgba, region, { coverage, width: padded.width, margin: lineRadius }, mask);
      continue;
    }
    const highest = extreme(coverage, padded, lineRadius, Math.max);
    const lowest = extreme(coverage, padded, lineRadius, Math.min);
    for (let y = 0; y < region.height; y += 1) {
      for (let x = 0; x < region.width; x += 1) {
        const at = (y + lineRadius) * padded.width + x + lineRadius;
        const line = ((highest[at] ?? 0) - (lowest[at] ?? 0)) / FULL;
        const alpha = mask.opacity * Math.max(line, (coverage[at] ?? 0) * fillAlpha);
        if (alpha > 0) blend(rgba, (y * region.width + x) * 4, mask.colour, alpha);
      }
    }
  }
  return rgba;
}

function paintFlat(
  rgba: Uint8ClampedArray,
  region: Rect,
  padded: { coverage: Uint8Array; width: number; margin: number },
  { colour, opacity }: PaintedMask,
): void {
  for (let y = 0; y < region.height; y += 1) {
    for (let x = 0; x < region.width; x += 1) {
      const at = (y + padded.margin) * padded.width + x + padded.margin;
      const alpha = (opacity * (padded.coverage[at] ?? 0)) / FULL;
      if (alpha > 0) blend(rgba, (y * region.width + x) * 4, colour, alpha);
    }
  }
}

/** For each sample along one axis the picture's column or row it falls into, -1 outside. */
function sourceIndices(
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

/** Samples in the foreground for each device pixel, 0..FULL. */
function coverageOf(
  pixels: Uint8Array,
  stride: number,
  columns: Int32Array,
  rows: Int32Array,
): Uint8Array {
  const width = columns.length / SAMPLES;
  const coverage = new Uint8Array((width * rows.length) / SAMPLES);
  for (const [sampleY, row] of rows.entries()) {
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

/** Largest or smallest value within `radius` along both axes, one axis after the other. */
function extreme(
  values: Uint8Array,
  { width, height }: Size,
  radius: number,
  pick: (a: number, b: number) => number,
): Uint8Array {
  const across = along(values, width, height, 1, width, radius, pick);
  return along(across, height, width, width, 1, radius, pick);
}

function along(
  values: Uint8Array,
  length: number,
  lines: number,
  step: number,
  lineStep: number,
  radius: number,
  pick: (a: number, b: number) => number,
): Uint8Array {
  const result = new Uint8Array(values.length);
  for (let line = 0; line < lines; line += 1) {
    const base = line * lineStep;
    for (let index = 0; index < length; index += 1) {
      const from = Math.max(0, index - radius);
      const to = Math.min(length - 1, index + radius);
      let value = values[base + from * step] ?? 0;
      for (let near = from + 1; near <= to; near += 1) {
        value = pick(value, values[base + near * step] ?? 0);
      }
      result[base + index * step] = value;
    }
  }
  return result;
}

/** Lay a colour over what is there. */
function blend(rgba: Uint8ClampedArray, at: number, colour: Colour, alpha: number): void {
  const below = (rgba[at + 3] ?? 0) / 255;
  const total = alpha + below * (1 - alpha);
  for (let channel = 0; channel < 3; channel += 1) {
    const under = (rgba[at + channel] ?? 0) * below * (1 - alpha);
    rgba[at + channel] = ((colour[channel] ?? 0) * alpha + under) / total;
  }
  rgba[at + 3] = total * 255;
}
