import type { LesionSample } from '../../shared/abcd/lesion-sample.js';
import type { MaskLayer } from './mask-layer.js';

/** Cells along the longer side of a sample: enough for the contour, few whatever the picture's size. */
const LONGEST = 400;
/** Pixels along each side of a cell of which colours are the mean, at most. */
const SPREAD = 3;
/** Skin around the lesion, as a part of its longer side. */
const MARGIN = 0.15;

/**
 * The lesion of a layer with its surroundings, at reduced size.
 * @param rgba of the picture, row by row
 * @returns null where nothing is drawn as lesion
 */
export function sampleLesion(layer: MaskLayer, rgba: Uint8Array): LesionSample | null {
  const extent = layer.area('lesion') === 0 ? null : layer.extent('lesion');
  if (extent === null) return null;
  const { size } = layer;
  const margin = Math.ceil(MARGIN * Math.max(extent.width, extent.height));
  const x = Math.max(0, extent.x - margin);
  const y = Math.max(0, extent.y - margin);
  const right = Math.min(size.width, extent.x + extent.width + margin);
  const bottom = Math.min(size.height, extent.y + extent.height + margin);
  const step = Math.max(1, Math.ceil(Math.max(right - x, bottom - y) / LONGEST));
  const [width, height] = [Math.floor((right - x) / step), Math.floor((bottom - y) / step)];
  const cells = width * height;
  const sample = {
    x,
    y,
    step,
    width,
    height,
    rgb: new Uint8Array(3 * cells),
    lesion: new Uint8Array(cells),
    structures: {
      network: new Uint8Array(cells),
      streaks: new Uint8Array(cells),
      globules: new Uint8Array(cells),
    },
  };
  const masks = [
    { from: 'lesion', to: sample.lesion },
    { from: 'pigment-network', to: sample.structures.network },
    { from: 'negative-network', to: sample.structures.network },
    { from: 'streaks', to: sample.structures.streaks },
    { from: 'globules', to: sample.structures.globules },
  ] as const;
  const drawn = masks
    .filter(({ from }) => layer.area(from) > 0)
    .map(({ from, to }) => ({ pixels: layer.pixels(from), to }));
  const middle = Math.floor(step / 2);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const corner = (y + row * step) * size.width + x + column * step;
      const cell = row * width + column;
      meanColour(rgba, corner, size.width, step, sample.rgb.subarray(3 * cell, 3 * cell + 3));
      const pixel = corner + middle * size.width + middle;
      for (const { pixels, to } of drawn) if (pixels[pixel] !== 0) to[cell] = 1;
    }
  }
  return sample;
}

/** @param corner first pixel of the cell */
function meanColour(
  rgba: Uint8Array,
  corner: number,
  stride: number,
  step: number,
  to: Uint8Array,
): void {
  const spread = Math.min(step, SPREAD);
  let [red, green, blue] = [0, 0, 0];
  for (let down = 0; down < spread; down += 1) {
    for (let right = 0; right < spread; right += 1) {
      const dx = Math.floor(((right + 0.5) * step) / spread);
      const dy = Math.floor(((down + 0.5) * step) / spread);
      const at = 4 * (corner + dy * stride + dx);
      red += rgba[at] ?? 0;
      green += rgba[at + 1] ?? 0;
      blue += rgba[at + 2] ?? 0;
    }
  }
  const count = spread ** 2;
  to.set([Math.round(red / count), Math.round(green / count), Math.round(blue / count)]);
}
