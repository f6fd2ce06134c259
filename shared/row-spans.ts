import { forEachRun, RunBuilder, type RunLengthMask } from './labelmap.js';

/** Columns start <= x < end of one row of the picture. */
export type SpanCallback = (row: number, start: number, end: number) => void;

/**
 * The foreground of a mask row by row: span i covers the columns start[i] <= x < end[i], and the
 * spans of row y are those from first[y] up to first[y + 1], left to right, none touching another.
 */
export interface RowSpans {
  readonly width: number;
  readonly height: number;
  readonly first: Uint32Array;
  readonly start: Uint32Array;
  readonly end: Uint32Array;
}

export function rowSpansOf(mask: RunLengthMask): RowSpans {
  const { width, height } = mask;
  const starts: number[] = [];
  const ends: number[] = [];
  const first = new Uint32Array(height + 1);
  let row = 0;
  forEachRun(mask, (from, length) => {
    let position = from;
    const stop = from + length;
    while (position < stop) {
      const here = Math.floor(position / width);
      while (row < here) first[++row] = starts.length;
      const end = Math.min(stop, (here + 1) * width);
      starts.push(position - here * width);
      ends.push(end - here * width);
      position = end;
    }
  });
  while (row < height) first[++row] = starts.length;
  return { width, height, first, start: Uint32Array.from(starts), end: Uint32Array.from(ends) };
}

/** Builds a mask from spans given row by row, left to right; what is left out is background. */
export class SpanBuilder {
  private readonly runs = new RunBuilder();
  private position = 0;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {}

  /** Columns start <= x < end of a row; must not begin before the end of the last span. */
  add(row: number, start: number, end: number): void {
    if (end <= start) return;
    const from = row * this.width + start;
    this.runs.push(0, from - this.position);
    this.runs.push(1, end - start);
    this.position = from + end - start;
  }

  finish(): RunLengthMask {
    this.runs.push(0, this.width * this.height - this.position);
    return this.runs.finish(this.width, this.height);
  }
}
