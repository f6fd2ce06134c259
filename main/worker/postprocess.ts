import { RunBuilder, type RunLengthMask } from '../../shared/labelmap.js';
import { AppError } from '../../shared/errors.js';
import { sigmoidIn16Bits } from './postprocess-kernel.js';

/** A probability map in model space: value / 65535, row-major. */
export interface ProbabilityGrid {
  readonly width: number;
  readonly height: number;
  readonly values: Uint16Array;
}

export const PROBABILITY_ONE = 65535;

/**
 * Sigmoid of logits, height x width, in 16 bits: within 0.02 of a step before it is rounded.
 *
 * @throws AppError `inference-failed` where a logit is not a number.
 */
export function quantiseLogits(
  logits: Float32Array,
  width: number,
  height: number,
): ProbabilityGrid {
  const values = sigmoidIn16Bits(logits);
  if (values === null) {
    throw new AppError('inference-failed', 'the network returned values that are not numbers');
  }
  return { width, height, values };
}

/** Where each native position lies between two samples of a model side. */
interface Positions {
  /** Index of the lower sample, at most `samples` - 2 where there are two. */
  lower: Int32Array;
  /** Distance from it, 0 to 1. */
  fraction: Float64Array;
}

/** Pixel centres are at 0.5 on both sides; beyond the outermost centres the edge value holds. */
function positions(samples: number, outputs: number): Positions {
  const lower = new Int32Array(outputs);
  const fraction = new Float64Array(outputs);
  for (let output = 0; output < outputs; output += 1) {
    const centre = ((output + 0.5) * samples) / outputs - 0.5;
    const position = Math.min(Math.max(centre, 0), samples - 1);
    const index = Math.min(Math.floor(position), Math.max(samples - 2, 0));
    lower[output] = index;
    fraction[output] = position - index;
  }
  return { lower, fraction };
}

/** First output of each interval between neighbouring samples, and the number of outputs. */
function intervalStarts(lower: Int32Array, samples: number): Int32Array {
  const starts = new Int32Array(Math.max(samples - 1, 1) + 1).fill(lower.length);
  for (let output = lower.length - 1; output >= 0; output -= 1) {
    starts[lower[output] ?? 0] = output;
  }
  for (let interval = starts.length - 2; interval >= 0; interval -= 1) {
    starts[interval] = Math.min(starts[interval] ?? 0, starts[interval + 1] ?? 0);
  }
  return starts;
}

/**
 * The pixels of a width x height picture whose probability is at least `threshold`: the inverse of
 * the whole-field resize, by bilinear interpolation between pixel centres.
 *
 * Where the four samples around a pixel agree, so does the pixel; and between two samples of a row
 * the probability is linear, so it crosses the threshold at most once. So only cells whose corners
 * disagree are looked at, and in them only the crossing is searched for.
 */
export function nativeMask(
  grid: ProbabilityGrid,
  width: number,
  height: number,
  threshold: number,
): RunLengthMask {
  const [mask] = nativeMaskStrips(grid, width, height, threshold, 1);
  if (mask !== undefined) return mask;
  throw new AppError('internal', 'a picture without rows has no mask');
}

/**
 * As `nativeMask`, in at most `count` strips of rows from the top, about as high as each other: each is
 * made when it is asked for.
 */
export function* nativeMaskStrips(
  grid: ProbabilityGrid,
  width: number,
  height: number,
  threshold: number,
  count: number,
): Generator<RunLengthMask, void> {
  const level = threshold * PROBABILITY_ONE;
  const columns = positions(grid.width, width);
  const rows = positions(grid.height, height);
  const starts = intervalStarts(columns.lower, grid.width);
  let cells: number[] = [];
  let cellsRow = -1;
  const rowsInStrip = Math.ceil(height / count);
  for (let top = 0; top < height; top += rowsInStrip) {
    const end = Math.min(top + rowsInStrip, height);
    const builder = new RunBuilder();
    for (let y = top; y < end; y += 1) {
      const lower = rows.lower[y] ?? 0;
      if (lower !== cellsRow) {
        cells = disagreeingCells(grid, lower, level);
        cellsRow = lower;
      }
      const line = { grid, lower, fraction: rows.fraction[y] ?? 0 };
      appendRow(line, cells, starts, columns.fraction, level, builder);
    }
    yield builder.finish(width, end - top);
  }
}

/** A row between two rows of the grid. */
interface Line {
  grid: ProbabilityGrid;
  lower: number;
  fraction: number;
}

/** Its value at a column of the grid. */
function valueAt({ grid, lower, fraction }: Line, column: number): number {
  const { width, height, values } = grid;
  const x = Math.min(column, width - 1);
  const above = values[lower * width + x] ?? 0;
  const below = values[Math.min(lower + 1, height - 1) * width + x] ?? 0;
  return above + (below - above) * fraction;
}

/** Columns of the cells of a row whose corners are not all on one side, and always the first. */
function disagreeingCells(grid: ProbabilityGrid, lower: number, level: number): number[] {
  const { width, height, values } = grid;
  const above = lower * width;
  const below = Math.min(lower + 1, height - 1) * width;
  const sides = (x: number): number =>
    isFrom(values[above + x] ?? 0, level) + isFrom(values[below + x] ?? 0, level);
  const cells = [0];
  let left = sides(0);
  for (let x = 1; x < width; x += 1) {
    const right = sides(x);
    if (x > 1 && left + right !== 0 && left + right !== 4) cells.push(x - 1);
    left = right;
  }
  return cells;
}

function appendRow(
  line: Line,
  cells: readonly number[],
  starts: Int32Array,
  fraction: Float64Array,
  level: number,
  builder: RunBuilder,
): void {
  let colour: 0 | 1 = 0;
  let since = 0;
  const turn = (to: 0 | 1, at: number): void => {
    if (to === colour) return;
    builder.push(colour, at - since);
    [colour, since] = [to, at];
  };
  for (const cell of cells) {
    const start = starts[cell] ?? 0;
    const end = starts[cell + 1] ?? 0;
    const left = valueAt(line, cell);
    const slope = valueAt(line, cell + 1) - left;
    const sideAt = (x: number): 0 | 1 => isFrom(left + slope * (fraction[x] ?? 0), level);
    if (start < end) {
      const first = sideAt(start);
      const last = sideAt(end - 1);
      turn(first, start);
      if (last !== first)
        turn(
          last,
          firstWhere(start, end, (x) => sideAt(x) === last),
        );
    }
    // Up to the next cell of the list every pixel is on the side of the sample between them.
    turn(isFrom(left + slope, level), end);
  }
  builder.push(colour, fraction.length - since);
}

function isFrom(value: number, level: number): 0 | 1 {
  return value >= level ? 1 : 0;
}

/** First position in [start, end) where the predicate holds, given that it holds from there on. */
function firstWhere(start: number, end: number, predicate: (x: number) => boolean): number {
  let [low, high] = [start, end];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (predicate(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
