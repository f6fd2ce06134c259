import type { ProbabilityMap } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { Size } from '../../shared/geometry.js';
import { RunBuilder, type RunLengthMask } from '../../shared/labelmap.js';

/**
 * The mask of a probability map at another threshold, at native size: bilinear between the centres
 * of the map's pixels, the outermost values continued to the edge; foreground where the value is
 * at least the threshold. Along a row the value is linear between two map columns, so pixels are
 * looked at one by one only where the threshold lies between the two.
 *
 * Throws `bad-input` when the map's bytes do not fit its size.
 */
export function maskAtThreshold(map: ProbabilityMap, threshold: number, size: Size): RunLengthMask {
  const values = readProbabilities(map);
  const columns = axis(size.width, map.width);
  const rows = axis(size.height, map.height);
  const groups = groupStarts(columns);
  const blended = new Float32Array(map.width);
  const builder = new RunBuilder();
  for (let y = 0; y < size.height; y += 1) {
    const upper = (rows.low[y] ?? 0) * map.width;
    const lower = (rows.high[y] ?? 0) * map.width;
    const weight = rows.weight[y] ?? 0;
    for (let column = 0; column < map.width; column += 1) {
      const above = values[upper + column] ?? 0;
      blended[column] = above + ((values[lower + column] ?? 0) - above) * weight;
    }
    for (let group = 0; group + 1 < groups.length; group += 1) {
      const start = groups[group] ?? 0;
      const end = groups[group + 1] ?? 0;
      const left = blended[columns.low[start] ?? 0] ?? 0;
      const right = blended[columns.high[start] ?? 0] ?? 0;
      if (left >= threshold === right >= threshold) {
        builder.push(left >= threshold ? 1 : 0, end - start);
        continue;
      }
      for (let x = start; x < end; x += 1) {
        const value = left + (right - left) * (columns.weight[x] ?? 0);
        builder.push(value >= threshold ? 1 : 0, 1);
      }
    }
  }
  return builder.finish(size.width, size.height);
}

/** Values 0..1, row by row. @throws AppError `bad-input` when the bytes do not fit the size. */
export function readProbabilities(map: ProbabilityMap): Float32Array {
  const count = map.width * map.height;
  if (map.values.byteLength !== count * 2) {
    throw new AppError(
      'bad-input',
      `a probability map of ${String(map.width)} x ${String(map.height)} needs ` +
        `${String(count * 2)} bytes, got ${String(map.values.byteLength)}; run the model again`,
    );
  }
  const view = new DataView(map.values.buffer, map.values.byteOffset, map.values.byteLength);
  const values = new Float32Array(count);
  for (let index = 0; index < count; index += 1) {
    values[index] = view.getUint16(index * 2, true) / 65535;
  }
  return values;
}

interface Axis {
  /** For each native pixel the map pixels on both sides and the weight of the second. */
  readonly low: Uint32Array;
  readonly high: Uint32Array;
  readonly weight: Float32Array;
}

function axis(native: number, mapped: number): Axis {
  const low = new Uint32Array(native);
  const high = new Uint32Array(native);
  const weight = new Float32Array(native);
  for (let index = 0; index < native; index += 1) {
    const source = Math.min(mapped - 1, Math.max(0, ((index + 0.5) * mapped) / native - 0.5));
    low[index] = Math.floor(source);
    high[index] = Math.min(mapped - 1, Math.floor(source) + 1);
    weight[index] = source - Math.floor(source);
  }
  return { low, high, weight };
}

/** First pixel of each stretch between the same two map columns, and the end. */
function groupStarts(columns: Axis): number[] {
  const starts: number[] = [];
  columns.low.forEach((low, index) => {
    if (index === 0 || low !== columns.low[index - 1]) starts.push(index);
  });
  starts.push(columns.low.length);
  return starts;
}
