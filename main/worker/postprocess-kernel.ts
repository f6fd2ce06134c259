import { Buffer } from 'node:buffer';
import { kernelBase64 } from './postprocess-kernel-bytes.js';

/** The loop of postprocess-kernel.wat, which documents it; in JavaScript it took four times as long. */
interface Kernel {
  memory: WebAssembly.Memory;
  quantise: (
    source: number,
    count: number,
    limit: number,
    steps: number,
    table: number,
    target: number,
  ) => number;
}

const PAGE_BYTES = 65536;
const VECTOR_BYTES = 16;
const FLOAT_BYTES = Float32Array.BYTES_PER_ELEMENT;

const kernel = instantiate();

function instantiate(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(kernelBase64, 'base64'));
  // What the module exports is fixed by postprocess-kernel.wat.
  return new WebAssembly.Instance(module).exports as Kernel;
}

/**
 * A function of numbers as a table from -limit to limit, with `steps` entries for each whole
 * number, and one entry past the limit.
 */
export interface Table {
  readonly values: Float64Array;
  readonly limit: number;
  readonly steps: number;
}

/**
 * The table's function of each number: interpolated and rounded to the nearest of 16 bits.
 * @returns null when one of the numbers is NaN
 */
export function interpolate(numbers: Float32Array, table: Table): Uint16Array | null {
  const sourceAt = Math.ceil(table.values.byteLength / VECTOR_BYTES) * VECTOR_BYTES;
  const targetAt = sourceAt + Math.ceil(numbers.byteLength / VECTOR_BYTES) * VECTOR_BYTES;
  const missing = 2 * targetAt - sourceAt - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
  const { buffer } = kernel.memory;
  new Float64Array(buffer).set(table.values);
  const source = new Float32Array(buffer, sourceAt, (targetAt - sourceAt) / FLOAT_BYTES);
  source.set(numbers);
  // What was left behind the last might be a NaN.
  source.fill(0, numbers.length);
  const { limit, steps } = table;
  const strange = kernel.quantise(sourceAt, numbers.length, limit, steps, 0, targetAt);
  return strange === 0 ? new Uint16Array(buffer, targetAt, numbers.length).slice() : null;
}
