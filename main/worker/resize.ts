import type { Rect } from '../../shared/labelmap.js';
import { SLACK_BYTES, kernel, kernelMemory } from './preprocess-kernel.js';

/**
 * Antialiased resize with a triangle filter, rows first, then columns: the arithmetic of Pillow's
 * BILINEAR, bit for bit (tests/fixtures/preprocessing). This file makes the weights and feeds the
 * kernel blocks of rows.
 */

const WEIGHT_ONE = 2 ** 22;
const HALF_BITS = 11;
const TAPS_IN_PAIR = 2;
const PAIR_BYTES = 8;
/** The kernel's horizontal pass takes this many taps at a time. */
const TAPS_AT_ONCE = 4;
/** Rows are copied in blocks of about this size, which stay in the processor's cache. */
const BLOCK_BYTES = 1 << 18;
/** The kernel's horizontal pass takes this many at a time. */
const ROWS_AT_ONCE = 4;
/** Bytes between its rows, which it overwrites. */
const ROW_GAP = 1;
/** Pictures of one folder come from a few cameras: their sides repeat. */
const TABLES_KEPT = 32;

interface WeightTable {
  bytes: Uint8Array;
  rowBytes: number;
}

/** Bytes in the kernel's memory. */
export interface KernelBytes {
  readonly at: number;
  readonly length: number;
}

const tables = new Map<string, WeightTable>();

function weightTable(inputs: number, outputs: number): WeightTable {
  const key = `${String(inputs)}:${String(outputs)}`;
  const known = tables.get(key);
  if (known !== undefined) return known;
  const made = makeWeightTable(inputs, outputs);
  for (const oldest of tables.keys()) {
    if (tables.size < TABLES_KEPT) break;
    tables.delete(oldest);
  }
  tables.set(key, made);
  return made;
}

/**
 * The weights of one side in the layout of preprocess-kernel.wat. The triangle's support is the
 * reduction, at least 1.
 */
function makeWeightTable(inputs: number, outputs: number): WeightTable {
  const scale = inputs / outputs;
  const support = Math.max(scale, 1);
  // Multiplied, not divided by: the last bit of a weight is Pillow's too.
  const perPixel = 1 / support;
  const taps = Math.ceil((2 * Math.ceil(support) + 1) / TAPS_AT_ONCE) * TAPS_AT_ONCE;
  const rowBytes = 8 + (taps / TAPS_IN_PAIR) * PAIR_BYTES;
  const bytes = new Uint8Array(outputs * rowBytes);
  const words = new Int32Array(bytes.buffer);
  const halves = new Int16Array(bytes.buffer);
  const weights = new Float64Array(taps);
  for (let output = 0; output < outputs; output += 1) {
    const centre = (output + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const count = Math.min(inputs, Math.trunc(centre + support + 0.5)) - first;
    let sum = 0;
    for (let tap = 0; tap < count; tap += 1) {
      const weight = Math.max(0, 1 - Math.abs((first + tap - centre + 0.5) * perPixel));
      weights[tap] = weight;
      sum += weight;
    }
    const row = output * rowBytes;
    words[row / 4] = first;
    words[row / 4 + 1] = Math.ceil(count / TAPS_IN_PAIR);
    for (let tap = 0; tap < count; tap += 1) {
      const fixed = Math.trunc(((weights[tap] ?? 0) / sum) * WEIGHT_ONE + 0.5);
      const pair = row + 8 + Math.floor(tap / TAPS_IN_PAIR) * PAIR_BYTES;
      const high = pair / 2 + (tap % TAPS_IN_PAIR);
      halves[high] = fixed >> HALF_BITS;
      halves[high + TAPS_IN_PAIR] = fixed & ((1 << HALF_BITS) - 1);
    }
  }
  return { bytes, rowBytes };
}

/**
 * @param rgb interleaved 8-bit RGB, width x height
 * @param region the part of it that is resized, inside the picture; by default all of it
 * @returns interleaved 8-bit RGB, outputWidth x outputHeight
 */
export function resizeRgb(...picture: Parameters<typeof resizeInKernel>): Uint8Array {
  const { at, length } = resizeInKernel(...picture);
  return kernelMemory(at + length).slice(at, at + length);
}

/**
 * As `resizeRgb`, left in the kernel's memory until the kernel resizes again. A place and no view of
 * it: a view is empty as soon as the memory grows.
 */
export function resizeInKernel(
  rgb: Uint8Array,
  width: number,
  height: number,
  outputWidth: number,
  outputHeight: number,
  region: Rect = { x: 0, y: 0, width, height },
): KernelBytes {
  const columns = weightTable(region.width, outputWidth);
  const rows = weightTable(region.height, outputHeight);
  const sourceRow = region.width * 3;
  const outputRow = outputWidth * 3;
  const narrowRow = outputRow + ROW_GAP;
  const blockRows = Math.max(1, Math.floor(BLOCK_BYTES / sourceRow / ROWS_AT_ONCE)) * ROWS_AT_ONCE;

  const columnsAt = 0;
  const rowsAt = columnsAt + columns.bytes.length;
  const blockAt = rowsAt + rows.bytes.length;
  const narrowAt = blockAt + blockRows * sourceRow + SLACK_BYTES;
  // Slack of rows: the last are written at once with what lies behind them, and a weight of 0 may be
  // multiplied with what lies there.
  const outputAt = narrowAt + (region.height + ROWS_AT_ONCE - 1) * narrowRow + SLACK_BYTES;
  const outputEnd = outputAt + outputHeight * outputRow;
  const memory = kernelMemory(outputEnd + SLACK_BYTES);

  memory.set(columns.bytes, columnsAt);
  memory.set(rows.bytes, rowsAt);
  for (let row = 0; row < region.height; row += blockRows) {
    const count = Math.min(blockRows, region.height - row);
    copyRows(rgb, width, { ...region, y: region.y + row, height: count }, memory, blockAt);
    const target = narrowAt + row * narrowRow;
    kernel.horizontal(
      blockAt,
      region.width,
      count,
      columnsAt,
      columns.rowBytes,
      outputWidth,
      target,
      narrowRow,
    );
  }
  kernel.vertical(narrowAt, outputRow, narrowRow, rowsAt, rows.rowBytes, outputHeight, outputAt);
  return { at: outputAt, length: outputEnd - outputAt };
}

/** A part of a picture, row after row, without gaps. */
function copyRows(
  rgb: Uint8Array,
  width: number,
  part: Rect,
  memory: Uint8Array,
  target: number,
): void {
  const rowBytes = part.width * 3;
  if (part.width === width) {
    memory.set(rgb.subarray(part.y * rowBytes, (part.y + part.height) * rowBytes), target);
    return;
  }
  for (let row = 0; row < part.height; row += 1) {
    const start = ((part.y + row) * width + part.x) * 3;
    memory.set(rgb.subarray(start, start + rowBytes), target + row * rowBytes);
  }
}
