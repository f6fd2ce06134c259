import type { Size } from '../../shared/geometry.js';
import type { Rect } from '../../shared/labelmap.js';
import { coverageOf, FULL, sourceIndices, spreadOf } from './mask-coverage.js';
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
  const words = new Uint32Array(region.width * region.height);
  const rgba = new Uint8ClampedArray(words.buffer);
  // An outline depends on neighbours, so coverage is taken a little around the region.
  const padded: Size = {
    width: region.width + 2 * lineRadius,
    height: region.height + 2 * lineRadius,
  };
  const columns = sourceIndices(
    region.x - lineRadius,
    padded.width,
    transform.scaleX,
    transform.offsetX,
    size.width,
  );
  const rows = sourceIndices(
    region.y - lineRadius,
    padded.height,
    transform.scaleY,
    transform.offsetY,
    size.height,
  );
  for (const mask of masks) {
    const inks = inksOf(mask, style);
    const coverage = coverageOf(mask.pixels, size.width, columns, rows);
    const spread = mask.flat === true ? coverage : spreadOf(coverage, padded, lineRadius);
    for (let y = 0; y < region.height; y += 1) {
      let from = (y + lineRadius) * padded.width + lineRadius;
      const end = (y + 1) * region.width;
      for (let to = y * region.width; to < end; to += 1, from += 1) {
        const ink = (spread[from] ?? 0) * LEVELS + (coverage[from] ?? 0);
        const alpha = inks.alphas[ink] ?? 0;
        if (alpha === 0) continue;
        if (words[to] === 0) words[to] = inks.words[ink] ?? 0;
        else blend(rgba, to * 4, mask.colour, alpha);
      }
    }
  }
  return rgba;
}

/** Values that a coverage or a spread of coverage can have. */
const LEVELS = FULL + 1;

/** What a mask lays on a device pixel, by `spread * LEVELS + coverage` there. */
interface Inks {
  readonly alphas: Float64Array;
  /** RGBA where nothing lies below, in the byte order of every platform the app runs on. */
  readonly words: Uint32Array;
}

function inksOf({ colour, opacity, flat }: PaintedMask, style: MaskStyle): Inks {
  const alphas = new Float64Array(LEVELS * LEVELS);
  const words = new Uint32Array(LEVELS * LEVELS);
  const rgba = new Uint8ClampedArray(words.buffer);
  const fill = flat === true ? 1 : style.mode === 'fill' ? style.opacity : 0;
  for (let spread = 0; spread <= FULL; spread += 1) {
    for (let coverage = 0; coverage <= FULL; coverage += 1) {
      const ink = spread * LEVELS + coverage;
      const line = flat === true ? 0 : spread;
      const alpha = (opacity * Math.max(line, coverage * fill)) / FULL;
      alphas[ink] = alpha;
      rgba.set([...colour, alpha * 255], ink * 4);
    }
  }
  return { alphas, words };
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
