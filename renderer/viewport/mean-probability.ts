import type { ProbabilityMap } from '../../shared/domain.js';
import { readProbabilities } from './probability-mask.js';

/**
 * The mean of probability maps of one field, at the size of the first: every map is read at the
 * nearest of its pixels.
 * @returns null for none
 * @throws AppError `bad-input` when the bytes of a map do not fit its size.
 */
export function meanProbability(maps: readonly ProbabilityMap[]): ProbabilityMap | null {
  const [first] = maps;
  if (first === undefined || maps.length === 1) return first ?? null;
  const { width, height } = first;
  const mean = new Float64Array(width * height);
  for (const map of maps) {
    const values = readProbabilities(map);
    for (let y = 0; y < height; y += 1) {
      const row = Math.floor(((y + 0.5) / height) * map.height) * map.width;
      for (let x = 0; x < width; x += 1) {
        const column = Math.floor(((x + 0.5) / width) * map.width);
        mean[y * width + x] =
          (mean[y * width + x] ?? 0) + (values[row + column] ?? 0) / maps.length;
      }
    }
  }
  const bytes = new Uint8Array(2 * mean.length);
  const view = new DataView(bytes.buffer);
  mean.forEach((value, index) => {
    view.setUint16(2 * index, Math.round(value * 65535), true);
  });
  return { width, height, values: bytes };
}
