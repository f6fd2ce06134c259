import { AppError } from './errors.js';

/**
 * A binary mask as run lengths: alternating counts of background and foreground pixels, row-major
 * over width x height, starting with background (the first count may be 0) and summing to
 * width * height. No other count is 0, so equal masks have equal runs.
 */
export interface RunLengthMask {
  readonly width: number;
  readonly height: number;
  readonly runs: Uint32Array;
}

/** Whole pixels, x to the right, y down; the rectangle holds x <= column < x + width. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const FORMAT_BYTE = 0x4d;
const FORMAT_VERSION = 1;
/** Above any picture the app accepts; keeps a damaged header from asking for gigabytes. */
const MAX_PIXELS = 1 << 30;

export function emptyMask(width: number, height: number): RunLengthMask {
  return { width, height, runs: Uint32Array.of(width * height) };
}

/** Collects runs in order and joins neighbours of one colour. */
export class RunBuilder {
  private readonly runs: number[] = [];
  private value: 0 | 1 = 0;
  private length = 0;

  push(value: 0 | 1, length: number): void {
    if (length === 0) return;
    if (value !== this.value) {
      this.runs.push(this.length);
      this.value = value;
      this.length = 0;
    }
    this.length += length;
  }

  finish(width: number, height: number): RunLengthMask {
    this.runs.push(this.length);
    return { width, height, runs: Uint32Array.from(this.runs) };
  }
}

/** Mask of the non-zero pixels. Throws `bad-input` when the buffer has another size. */
export function maskFromPixels(pixels: Uint8Array, width: number, height: number): RunLengthMask {
  if (pixels.length !== width * height) {
    throw new AppError(
      'bad-input',
      `a mask of ${String(width)} x ${String(height)} needs ${String(width * height)} pixels, got ${String(pixels.length)}`,
    );
  }
  const builder = new RunBuilder();
  let start = 0;
  while (start < pixels.length) {
    const foreground = pixels[start] !== 0;
    let end = start + 1;
    while (end < pixels.length && (pixels[end] !== 0) === foreground) end += 1;
    builder.push(foreground ? 1 : 0, end - start);
    start = end;
  }
  return builder.finish(width, height);
}

/** One byte a pixel, `value` in the foreground and 0 elsewhere. */
export function maskToPixels(mask: RunLengthMask, value = 1): Uint8Array {
  const pixels = new Uint8Array(mask.width * mask.height);
  forEachRun(mask, (start, length) => pixels.fill(value, start, start + length));
  return pixels;
}

/** Calls back for each foreground run with its first pixel index and its length. */
export function forEachRun(
  mask: RunLengthMask,
  callback: (start: number, length: number) => void,
): void {
  let position = 0;
  mask.runs.forEach((length, index) => {
    if (index % 2 === 1) callback(position, length);
    position += length;
  });
}

/** Foreground pixels. */
export function maskArea(mask: RunLengthMask): number {
  let area = 0;
  forEachRun(mask, (_start, length) => {
    area += length;
  });
  return area;
}

export function masksEqual(a: RunLengthMask, b: RunLengthMask): boolean {
  return (
    a.width === b.width &&
    a.height === b.height &&
    a.runs.length === b.runs.length &&
    a.runs.every((length, index) => length === b.runs[index])
  );
}

/** Pixelwise combination of two masks of one size, run by run. */
function combine(
  a: RunLengthMask,
  b: RunLengthMask,
  rule: (inA: boolean, inB: boolean) => boolean,
): RunLengthMask {
  if (a.width !== b.width || a.height !== b.height) {
    throw new AppError(
      'bad-input',
      `masks differ in size: ${String(a.width)} x ${String(a.height)} and ${String(b.width)} x ${String(b.height)}`,
    );
  }
  const builder = new RunBuilder();
  const total = a.width * a.height;
  let [indexA, indexB] = [0, 0];
  let [leftA, leftB] = [a.runs[0] ?? 0, b.runs[0] ?? 0];
  let position = 0;
  while (position < total) {
    while (leftA === 0) leftA = a.runs[++indexA] ?? total;
    while (leftB === 0) leftB = b.runs[++indexB] ?? total;
    const step = Math.min(leftA, leftB);
    builder.push(rule(indexA % 2 === 1, indexB % 2 === 1) ? 1 : 0, step);
    leftA -= step;
    leftB -= step;
    position += step;
  }
  return builder.finish(a.width, a.height);
}

export function xorMasks(a: RunLengthMask, b: RunLengthMask): RunLengthMask {
  return combine(a, b, (inA, inB) => inA !== inB);
}

export function unionMasks(a: RunLengthMask, b: RunLengthMask): RunLengthMask {
  return combine(a, b, (inA, inB) => inA || inB);
}

export function intersectMasks(a: RunLengthMask, b: RunLengthMask): RunLengthMask {
  return combine(a, b, (inA, inB) => inA && inB);
}

/** What is in `a` and not in `b`. */
export function subtractMasks(a: RunLengthMask, b: RunLengthMask): RunLengthMask {
  return combine(a, b, (inA, inB) => inA && !inB);
}

/** Foreground and background exchanged. */
export function invertMask({ width, height, runs }: RunLengthMask): RunLengthMask {
  // Runs alternate, so the inverse begins one run later or earlier.
  if (runs[0] === 0) return { width, height, runs: runs.slice(1) };
  const inverted = new Uint32Array(runs.length + 1);
  inverted.set(runs, 1);
  return { width, height, runs: inverted };
}

/** Smallest rectangle around the foreground; null for an empty mask. */
export function maskBounds(mask: RunLengthMask): Rect | null {
  const { width } = mask;
  let [left, right, top, bottom] = [width, -1, mask.height, -1];
  forEachRun(mask, (start, length) => {
    const last = start + length - 1;
    const [firstRow, lastRow] = [Math.floor(start / width), Math.floor(last / width)];
    top = Math.min(top, firstRow);
    bottom = Math.max(bottom, lastRow);
    // A run over a row's end touches the last column of one row and the first of the next.
    left = firstRow === lastRow ? Math.min(left, start % width) : 0;
    right = firstRow === lastRow ? Math.max(right, last % width) : width - 1;
  });
  return right < 0 ? null : { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/**
 * Flip 0 and 1 in `pixels` wherever `delta` is foreground; twice restores. Returns the rectangle
 * that changed, null when nothing did. Throws `bad-input` when the sizes differ.
 */
export function toggleInPlace(pixels: Uint8Array, delta: RunLengthMask): Rect | null {
  if (pixels.length !== delta.width * delta.height) {
    throw new AppError('bad-input', 'the change was made on a picture of another size');
  }
  forEachRun(delta, (start, length) => {
    for (let index = start; index < start + length; index += 1) {
      pixels[index] = pixels[index] === 0 ? 1 : 0;
    }
  });
  return maskBounds(delta);
}

/**
 * Bytes: 0x4d, version 1, then width, height, number of runs and the runs as unsigned LEB128.
 * The layout is part of the dataset format (docs/dataset-format.md).
 */
export function encodeMask(mask: RunLengthMask): Uint8Array<ArrayBuffer> {
  // Five bytes hold any 32-bit count.
  const bytes = new Uint8Array(2 + 5 * (mask.runs.length + 3));
  bytes[0] = FORMAT_BYTE;
  bytes[1] = FORMAT_VERSION;
  let offset = 2;
  const write = (number: number): void => {
    let rest = number;
    while (rest >= 0x80) {
      bytes[offset++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    bytes[offset++] = rest;
  };
  write(mask.width);
  write(mask.height);
  write(mask.runs.length);
  mask.runs.forEach(write);
  return bytes.slice(0, offset);
}

/** The inverse of encodeMask. Throws `bad-input` for bytes that are not a whole, exact mask. */
export function decodeMask(bytes: Uint8Array): RunLengthMask {
  const broken = (why: string): AppError =>
    new AppError('bad-input', `not a mask of this format: ${why}`);
  if (bytes[0] !== FORMAT_BYTE || bytes[1] !== FORMAT_VERSION) throw broken('unknown header');
  let offset = 2;
  const read = (): number => {
    let number = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      const byte = bytes[offset++];
      if (byte === undefined) throw broken('it ends too early');
      number += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) return number;
    }
    throw broken('a number is too long');
  };
  const [width, height, count] = [read(), read(), read()];
  if (width < 1 || height < 1 || width * height > MAX_PIXELS) throw broken('impossible size');
  if (count > bytes.length) throw broken('more runs than bytes');
  const runs = new Uint32Array(count);
  let sum = 0;
  for (let index = 0; index < count; index += 1) {
    const length = read();
    if (length === 0 && index > 0) throw broken('an empty run');
    runs[index] = length;
    sum += length;
  }
  if (sum !== width * height) throw broken('its runs do not fill the picture');
  if (offset !== bytes.length) throw broken('bytes left over');
  return { width, height, runs };
}
