import { RunBuilder, type RunLengthMask } from '../../shared/labelmap.js';
import { AppError } from '../../shared/errors.js';

/** A probability map in model space: value / 65535, row-major. */
export interface ProbabilityGrid {
  readonly width: number;
  readonly height: number;
  readonly values: Uint16Array;
}

export const PROBABILITY_ONE = 65535;
/** From this logit on, the sigmoid is 0 or 1 in 16 bits. */
const SATURATED_LOGIT = 12;

/**
 * Sigmoid of logits, height x width, in 16 bits.
 * @throws AppError `inference-failed` where a logit is not a number.
 */
export function quantiseLogits(
  logits: Float32Array,
  width: number,
  height: number,
): ProbabilityGrid {
  const values = new Uint16Array(width * height);
  for (let index = 0; index < values.length; index += 1) {
    const logit = logits[index] ?? Number.NaN;
    if (logit >= SATURATED_LOGIT) values[index] = PROBABILITY_ONE;
    else if (logit > -SATURATED_LOGIT) {
      values[index] = Math.round(PROBABILITY_ONE / (1 + Math.exp(-logit)));
    } else if (Number.isNaN(logit)) {
      throw new AppError('inference-failed', 'the network returned values that are not numbers');
    }
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
 * Between two samples of a row the probability is linear, so it crosses the threshold at most
 * once: only the samples and the crossings are looked at, never each native pixel.
 */
export function nativeMask(
  grid: ProbabilityGrid,
  width: number,
  height: number,
  threshold: number,
): RunLengthMask {
  const level = threshold * PROBABILITY_ONE;
  const columns = positions(grid.width, width);
  const rows = positions(grid.height, height);
  const starts = intervalStarts(columns.lower, grid.width);
  const line = new Float64Array(grid.width + 1);
  const builder = new RunBuilder();
  for (let y = 0; y < height; y += 1) {
    interpolateRow(grid, rows.lower[y] ?? 0, rows.fraction[y] ?? 0, line);
    appendRow(line, starts, columns.fraction, level, builder);
  }
  return builder.finish(width, height);
}

/** One row between two rows of the grid, with the last value repeated once. */
function interpolateRow(
  { width, height, values }: ProbabilityGrid,
  lower: number,
  fraction: number,
  line: Float64Array,
): void {
  const above = lower * width;
  const below = Math.min(lower + 1, height - 1) * width;
  for (let x = 0; x < width; x += 1) {
    const value = values[above + x] ?? 0;
    line[x] = value + ((values[below + x] ?? 0) - value) * fraction;
  }
  line[width] = line[width - 1] ?? 0;
}

function appendRow(
  line: Float64Array,
  starts: Int32Array,
  fraction: Float64Array,
  level: number,
  builder: RunBuilder,
): void {
  let colour: 0 | 1 = 0;
  let since = 0;
  for (let interval = 0; interval < starts.length - 1; interval += 1) {
    const start = starts[interval] ?? 0;
    const end = starts[interval + 1] ?? 0;
    const left = line[interval] ?? 0;
    const slope = (line[interval + 1] ?? 0) - left;
    if (start === end) continue;
    if (isFrom(left, level) === colour && isFrom(left + slope, level) === colour) continue;
    const first = isFrom(left + slope * (fraction[start] ?? 0), level);
    if (first !== colour) {
      builder.push(colour, start - since);
      [colour, since] = [first, start];
    }
    if (isFrom(left + slope * (fraction[end - 1] ?? 0), level) === first) continue;
    const change = firstWhere(
      start,
      end,
      (x) => isFrom(left + slope * (fraction[x] ?? 0), level) !== first,
    );
    builder.push(colour, change - since);
    [colour, since] = [first === 1 ? 0 : 1, change];
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
