import type { ProbabilityMap } from '../../shared/domain.js';

/** Amber, as everything that asks for a look. */
const COLOUR = [255, 194, 75] as const;
const STRONGEST = 0.85;

/**
 * How undecided probabilities are, as a picture of the map's size: clear where they are 0 or 1, full
 * at one half. Of several maps their mean, at the size of the first.
 */
export function uncertaintyImage(maps: readonly ProbabilityMap[]): OffscreenCanvas | null {
  const [first] = maps;
  if (first === undefined) return null;
  const { width, height } = first;
  const image = new OffscreenCanvas(width, height);
  const context = image.getContext('2d');
  if (context === null) return null;
  const rgba = new Uint8ClampedArray(4 * width * height);
  const mean = meanOf(maps);
  for (let pixel = 0; pixel < mean.length; pixel += 1) {
    const undecided = 1 - Math.abs(2 * (mean[pixel] ?? 0) - 1);
    rgba.set([...COLOUR, 255 * STRONGEST * undecided], 4 * pixel);
  }
  context.putImageData(new ImageData(rgba, width, height), 0, 0);
  return image;
}

/** Probabilities 0..1, each map read at the nearest pixel of the first one's size. */
function meanOf(maps: readonly ProbabilityMap[]): Float32Array {
  const { width = 0, height = 0 } = maps[0] ?? {};
  const mean = new Float32Array(width * height);
  for (const map of maps) {
    const view = new DataView(map.values.buffer, map.values.byteOffset, map.values.byteLength);
    for (let y = 0; y < height; y += 1) {
      const row = Math.floor(((y + 0.5) / height) * map.height) * map.width;
      for (let x = 0; x < width; x += 1) {
        const column = Math.floor(((x + 0.5) / width) * map.width);
        const value = view.getUint16(2 * (row + column), true) / 65535;
        mean[y * width + x] = (mean[y * width + x] ?? 0) + value / maps.length;
      }
    }
  }
  return mean;
}
