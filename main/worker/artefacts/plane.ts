import type { Size } from '../../../shared/geometry.js';

/** One value a pixel, row-major, of a picture reduced for the search of artefacts. */
export interface Plane extends Size {
  readonly values: Uint8Array;
}

/** The brightest channel: pigment is pale in it, hair and the dark field around a lens are not. */
export function brightestChannel(rgb: Uint8Array, { width, height }: Size): Plane {
  return fromRgb(rgb, { width, height }, Math.max);
}

/** The darkest channel: high only where a pixel is near white, as a reflection is. */
export function darkestChannel(rgb: Uint8Array, { width, height }: Size): Plane {
  return fromRgb(rgb, { width, height }, Math.min);
}

function fromRgb(
  rgb: Uint8Array,
  { width, height }: Size,
  pick: (red: number, green: number, blue: number) => number,
): Plane {
  const values = new Uint8Array(width * height);
  for (let pixel = 0; pixel < values.length; pixel += 1) {
    const at = 3 * pixel;
    values[pixel] = pick(rgb[at] ?? 0, rgb[at + 1] ?? 0, rgb[at + 2] ?? 0);
  }
  return { width, height, values };
}

/**
 * Bottom-hat (black-hat): how much darker a pixel is than the closing by a square of 2 `radius` + 1,
 * which fills every dark structure that is narrower than the square.
 */
export function bottomHat(plane: Plane, radius: number): Plane {
  return difference(minimum(maximum(plane, radius), radius), plane);
}

/** Top-hat: how much brighter a pixel is than the opening by a square of 2 `radius` + 1. */
export function topHat(plane: Plane, radius: number): Plane {
  return difference(plane, maximum(minimum(plane, radius), radius));
}

/** Largest value of the square of 2 `radius` + 1 around each pixel. */
function maximum(plane: Plane, radius: number): Plane {
  return separable(plane, radius, (a, b) => a > b);
}

function minimum(plane: Plane, radius: number): Plane {
  return separable(plane, radius, (a, b) => a < b);
}

function difference(upper: Plane, lower: Plane): Plane {
  const values = upper.values.map((value, pixel) => value - (lower.values[pixel] ?? 0));
  return { width: upper.width, height: upper.height, values };
}

function separable(
  { width, height, values }: Plane,
  radius: number,
  beats: (a: number, b: number) => boolean,
): Plane {
  const across = new Uint8Array(values.length);
  for (let y = 0; y < height; y += 1) slide(values, across, y * width, 1, width, radius, beats);
  const both = new Uint8Array(values.length);
  for (let x = 0; x < width; x += 1) slide(across, both, x, width, height, radius, beats);
  return { width, height, values: both };
}

/** Best value of a sliding window along one line; the window ends at the picture's edge. */
function slide(
  from: Uint8Array,
  to: Uint8Array,
  first: number,
  step: number,
  length: number,
  radius: number,
  beats: (a: number, b: number) => boolean,
): void {
  let best = -1;
  for (let index = 0; index < length; index += 1) {
    const end = Math.min(length - 1, index + radius);
    const start = Math.max(0, index - radius);
    if (best >= start) {
      // Only the newest can be better than what holds already.
      if (!beats(from[first + best * step] ?? 0, from[first + end * step] ?? 0)) best = end;
    } else {
      best = start;
      for (let near = start + 1; near <= end; near += 1) {
        if (!beats(from[first + best * step] ?? 0, from[first + near * step] ?? 0)) best = near;
      }
    }
    to[first + index * step] = from[first + best * step] ?? 0;
  }
}
