import { Buffer } from 'node:buffer';
import { kernelBase64 } from './resize-kernel.js';

/**
 * Antialiased resize with a triangle filter, rows first, then columns: the arithmetic of Pillow's
 * BILINEAR, bit for bit (tests/fixtures/preprocessing). The inner loops are WebAssembly, a fifth of the time of the same
 * loops in JavaScript; this file makes the weights and feeds them blocks of rows.
 */

interface Kernel {
  memory: WebAssembly.Memory;
  horizontal: (
    source: number,
    width: number,
    rows: number,
    table: number,
    tableRow: number,
    outputs: number,
    target: number,
  ) => void;
  vertical: (
    source: number,
    length: number,
    table: number,
    tableRow: number,
    outputs: number,
    target: number,
  ) => void;
}

const FRACTION_BITS = 22;
const PAGE_BYTES = 65536;
/** Rows are copied in blocks of about this size, which stay in the processor's cache. */
const BLOCK_BYTES = 1 << 18;
/** Vector loads and stores reach up to this far past the end of a buffer. */
const SLACK_BYTES = 16;

const kernel = instantiate();

function instantiate(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(kernelBase64, 'base64'));
  // What the module exports is fixed by resize-kernel.wat, beside this file.
  return new WebAssembly.Instance(module).exports as Kernel;
}

/**
 * For each output position: first input position, count, then the weights with 22 fractional bits,
 * in rows of equal length. The triangle's support is the reduction, at least 1.
 */
function weightTable(inputs: number, outputs: number): { table: Int32Array; rowLength: number } {
  const scale = inputs / outputs;
  const support = Math.max(scale, 1);
  // Multiplied, not divided by: the last bit of a weight is Pillow's too.
  const perPixel = 1 / support;
  const rowLength = 2 + Math.ceil(support) * 2 + 1;
  const table = new Int32Array(outputs * rowLength);
  for (let output = 0; output < outputs; output += 1) {
    const centre = (output + 0.5) * scale;
    const first = Math.max(0, Math.trunc(centre - support + 0.5));
    const end = Math.min(inputs, Math.trunc(centre + support + 0.5));
    const weights = Array.from({ length: end - first }, (_, tap) =>
      Math.max(0, 1 - Math.abs((first + tap - centre + 0.5) * perPixel)),
    );
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const fixed = weights.map((weight) => Math.trunc((weight / sum) * 2 ** FRACTION_BITS + 0.5));
    table.set([first, weights.length, ...fixed], output * rowLength);
  }
  return { table, rowLength: rowLength * Int32Array.BYTES_PER_ELEMENT };
}

/** The kernel's memory with at least `bytes`, as bytes. */
function memoryOf(bytes: number): Uint8Array {
  const missing = bytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
  return new Uint8Array(kernel.memory.buffer);
}

/**
 * @param rgb interleaved 8-bit RGB, width x height
 * @returns interleaved 8-bit RGB, outputWidth x outputHeight
 */
export function resizeRgb(
  rgb: Uint8Array,
  width: number,
  height: number,
  outputWidth: number,
  outputHeight: number,
): Uint8Array {
  const columns = weightTable(width, outputWidth);
  const rows = weightTable(height, outputHeight);
  const sourceRow = width * 3;
  const outputRow = outputWidth * 3;
  const blockRows = Math.max(1, Math.floor(BLOCK_BYTES / sourceRow));

  const columnsAt = 0;
  const rowsAt = columnsAt + columns.table.byteLength;
  const blockAt = rowsAt + rows.table.byteLength;
  const narrowAt = blockAt + blockRows * sourceRow + SLACK_BYTES;
  const outputAt = narrowAt + height * outputRow + SLACK_BYTES;
  const outputEnd = outputAt + outputHeight * outputRow;
  const memory = memoryOf(outputEnd + SLACK_BYTES);

  memory.set(new Uint8Array(columns.table.buffer), columnsAt);
  memory.set(new Uint8Array(rows.table.buffer), rowsAt);
  for (let row = 0; row < height; row += blockRows) {
    const count = Math.min(blockRows, height - row);
    memory.set(rgb.subarray(row * sourceRow, (row + count) * sourceRow), blockAt);
    const target = narrowAt + row * outputRow;
    kernel.horizontal(blockAt, width, count, columnsAt, columns.rowLength, outputWidth, target);
  }
  kernel.vertical(narrowAt, outputRow, rowsAt, rows.rowLength, outputHeight, outputAt);
  return memory.slice(outputAt, outputEnd);
}
