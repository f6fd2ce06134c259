import { Buffer } from 'node:buffer';
import { kernelBase64 } from './preprocess-kernel-bytes.js';

/**
 * The loops of preprocess-kernel.wat, which documents each. They are WebAssembly because in
 * JavaScript they cost as much as decoding the picture. Arguments are byte addresses in `memory`
 * unless they are counts.
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
    targetRow: number,
  ) => void;
  vertical: (
    source: number,
    length: number,
    sourceRow: number,
    table: number,
    tableRow: number,
    outputs: number,
    target: number,
  ) => void;
  extremes: (source: number, length: number, target: number) => void;
  normalise: (
    source: number,
    pixels: number,
    low: number,
    range: number,
    target: number,
    plane: number,
  ) => void;
}

const PAGE_BYTES = 65536;

/** Vectors reach up to this far past the end of a buffer. */
export const SLACK_BYTES = 16;

export const kernel = instantiate();

function instantiate(): Kernel {
  const module = new WebAssembly.Module(Buffer.from(kernelBase64, 'base64'));
  // What the module exports is fixed by preprocess-kernel.wat.
  return new WebAssembly.Instance(module).exports as Kernel;
}

/** The kernel's memory with at least `bytes`, as bytes; its content is what was left there. */
export function kernelMemory(bytes: number): Uint8Array {
  const missing = bytes - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE_BYTES));
  return new Uint8Array(kernel.memory.buffer);
}
