/** Red, green and blue in 0..255, interleaved. */
export type Colour = readonly [number, number, number];

/** A picture being painted: interleaved RGB as floats in 0..255, row-major. */
export interface Canvas {
  width: number;
  height: number;
  rgb: Float32Array;
}

export function smoothstep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Moves one pixel towards a colour by `alpha` in 0..1. */
export function blend(canvas: Canvas, pixel: number, colour: Colour, alpha: number): void {
  const { rgb } = canvas;
  const at = pixel * 3;
  const red = rgb[at] ?? 0;
  const green = rgb[at + 1] ?? 0;
  const blue = rgb[at + 2] ?? 0;
  rgb[at] = red + (colour[0] - red) * alpha;
  rgb[at + 1] = green + (colour[1] - green) * alpha;
  rgb[at + 2] = blue + (colour[2] - blue) * alpha;
}

/** Scales one pixel's brightness. */
export function shade(canvas: Canvas, pixel: number, factor: number): void {
  const { rgb } = canvas;
  for (let at = pixel * 3; at < pixel * 3 + 3; at += 1) rgb[at] = (rgb[at] ?? 0) * factor;
}

/** RGBA bytes, opaque: what the encoder takes. */
export function toRgba(canvas: Canvas): Uint8ClampedArray {
  const rgba = new Uint8ClampedArray(canvas.width * canvas.height * 4);
  for (let from = 0, to = 0; to < rgba.length; from += 3, to += 4) {
    rgba[to] = canvas.rgb[from] ?? 0;
    rgba[to + 1] = canvas.rgb[from + 1] ?? 0;
    rgba[to + 2] = canvas.rgb[from + 2] ?? 0;
    rgba[to + 3] = 255;
  }
  return rgba;
}
