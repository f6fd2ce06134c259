import type { ProbabilityGrid } from '../postprocess.js';
import type { Box } from './crop-box.js';

/** Where each output lies between two samples of one side. */
interface Positions {
  lower: Int32Array;
  upper: Int32Array;
  fraction: Float64Array;
}

/**
 * Outputs cover the field evenly, samples the part of it from `from` to `to`. Both are at the
 * centres of their pixels; beyond the outermost samples the edge value holds.
 */
function positions(samples: number, outputs: number, from: number, to: number): Positions {
  const lower = new Int32Array(outputs);
  const upper = new Int32Array(outputs);
  const fraction = new Float64Array(outputs);
  for (let output = 0; output < outputs; output += 1) {
    const share = ((output + 0.5) / outputs - from) / (to - from);
    const position = Math.min(Math.max(share * samples - 0.5, 0), samples - 1);
    lower[output] = Math.floor(position);
    upper[output] = Math.min(Math.floor(position) + 1, samples - 1);
    fraction[output] = position - Math.floor(position);
  }
  return { lower, upper, fraction };
}

/** Outputs whose centres lie in [from, to). */
function centresWithin(outputs: number, from: number, to: number): { start: number; end: number } {
  const firstAtOrAfter = (share: number): number =>
    Math.min(Math.max(Math.ceil(share * outputs - 0.5), 0), outputs);
  return { start: firstAtOrAfter(from), end: firstAtOrAfter(to) };
}

/**
 * Draw a grid that covers the box of a field onto the field, bilinear between pixel centres; what
 * lies outside the box stays.
 */
function draw(grid: ProbabilityGrid, box: Box, field: ProbabilityGrid): void {
  const columns = positions(grid.width, field.width, box.left, box.right);
  const rows = positions(grid.height, field.height, box.top, box.bottom);
  const across = centresWithin(field.width, box.left, box.right);
  const down = centresWithin(field.height, box.top, box.bottom);
  for (let y = down.start; y < down.end; y += 1) {
    const above = (rows.lower[y] ?? 0) * grid.width;
    const below = (rows.upper[y] ?? 0) * grid.width;
    const fraction = rows.fraction[y] ?? 0;
    for (let x = across.start; x < across.end; x += 1) {
      const left = columns.lower[x] ?? 0;
      const right = columns.upper[x] ?? 0;
      const along = columns.fraction[x] ?? 0;
      const topLeft = grid.values[above + left] ?? 0;
      const bottomLeft = grid.values[below + left] ?? 0;
      const top = topLeft + ((grid.values[above + right] ?? 0) - topLeft) * along;
      const bottom = bottomLeft + ((grid.values[below + right] ?? 0) - bottomLeft) * along;
      field.values[y * field.width + x] = Math.floor(top + (bottom - top) * fraction + 0.5);
    }
  }
}

const WHOLE_FIELD: Box = { left: 0, top: 0, right: 1, bottom: 1 };

/** The same probabilities at another size; the grid itself where it has that size. */
export function resampleGrid(
  grid: ProbabilityGrid,
  width: number,
  height: number,
): ProbabilityGrid {
  if (grid.width === width && grid.height === height) return grid;
  const resampled = { width, height, values: new Uint16Array(width * height) };
  draw(grid, WHOLE_FIELD, resampled);
  return resampled;
}

/** A field of width x height: what a crop found inside its box, and the field's own result outside. */
export function pasteCrop(
  field: ProbabilityGrid,
  crop: ProbabilityGrid,
  box: Box,
  width: number,
  height: number,
): ProbabilityGrid {
  const pasted = { width, height, values: new Uint16Array(width * height) };
  draw(field, WHOLE_FIELD, pasted);
  draw(crop, box, pasted);
  return pasted;
}
