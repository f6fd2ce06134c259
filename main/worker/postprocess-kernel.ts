import { Buffer } from 'node:buffer';
import { kernelBase64 } from './postprocess-kernel-bytes.js';
import type { RowEdges } from './row-edges.js';

/** The loops of postprocess-kernel.wat, which documents each; in JavaScript they took several times as long. */
interface Kernel {
  memory: WebAssembly.Memory;
  quantise: (source: number, count: number, target: number) => number;
  tally: (
    source: number,
    width: number,
    rows: number,
    level: number,
    least: number,
    span: number,
    tally: number,
    columns: number,
    starts: number,
  ) => void;
}

const PAGE_BYTES = 65536;
const VECTOR_BYTES = 16;
const WORD_BYTES = 4;

const kernel = instantiate();

function instantiate(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(kernelBase64, 'base64'));
  // What the module exports is fixed by postprocess-kernel.wat.
  return new WebAssembly.Instance(module).exports as Kernel;
}

/** The kernel's memory with at least `bytes` and what vectors reach past them. */
function kernelMemory(bytes: number): ArrayBuffer {
  const missing = bytes + VECTOR_BYTES - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
  return kernel.memory.buffer;
}

/** The first place from `bytes` on where a vector, or a group of them, may begin. */
function aligned(bytes: number, vectors = 1): number {
  return Math.ceil(bytes / VECTOR_BYTES / vectors) * VECTOR_BYTES * vectors;
}

/**
 * 65535 times the sigmoid of each logit, within 0.02 before it is rounded to a whole number.
 * @returns null when one of the logits is NaN
 */
export function sigmoidIn16Bits(logits: Float32Array): Uint16Array | null {
  const targetAt = aligned(logits.byteLength, 2);
  const buffer = kernelMemory(targetAt + targetAt / 2);
  const source = new Float32Array(buffer, 0, targetAt / Float32Array.BYTES_PER_ELEMENT);
  source.set(logits);
  // What was left behind the last might be a NaN.
  source.fill(0, logits.length);
  const strange = kernel.quantise(0, logits.length, targetAt);
  return strange === 0 ? new Uint16Array(buffer, targetAt, logits.length).slice() : null;
}

/** Whole numbers from `from` to `to`, both included. */
interface Interval {
  readonly from: number;
  readonly to: number;
}

export interface MapTally {
  /** Where the rows change sides; inside is from `level` on. */
  readonly edges: RowEdges;
  readonly area: number;
  readonly sumInside: number;
  readonly sum: number;
  /** How many values lie in the interval. */
  readonly between: number;
}

/** What the confidence signals count in a map of rows of `width`, and where its inside begins and ends. */
export function tallyMap(
  values: Uint16Array,
  width: number,
  level: number,
  { from, to }: Interval,
): MapTally {
  const rows = values.length / width;
  const startsAt = 2 * VECTOR_BYTES;
  const sourceAt = aligned(startsAt + (rows + 1) * WORD_BYTES);
  const columnsAt = aligned(sourceAt + values.byteLength);
  const buffer = kernelMemory(columnsAt + rows * (width + 1) * WORD_BYTES);
  new Uint16Array(buffer, sourceAt, values.length).set(values);
  kernel.tally(sourceAt, width, rows, level, from, to - from, 0, columnsAt, startsAt);
  const rowStarts = new Int32Array(buffer, startsAt, rows + 1).slice();
  const columns = new Int32Array(buffer, columnsAt, rowStarts.at(-1)).slice();
  const view = new DataView(buffer);
  return {
    edges: { columns, rowStarts },
    sumInside: Number(view.getBigUint64(0, true)),
    sum: Number(view.getBigUint64(8, true)),
    area: view.getUint32(16, true),
    between: view.getUint32(20, true),
  };
}
