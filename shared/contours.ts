import { forEachRun, type RunLengthMask } from './labelmap.js';

/** A corner between pixels: (0, 0) is the upper left corner of the first pixel. */
export interface Corner {
  readonly x: number;
  readonly y: number;
}

type Direction = 0 | 1 | 2 | 3; // right, down, left, up
const STEP_X = [1, 0, -1, 0] as const;
const STEP_Y = [0, 1, 0, -1] as const;

/**
 * Closed polygons along the pixel edges of a mask, foreground on the right hand in walking
 * direction: outer borders run clockwise on the screen, holes anticlockwise. Pixels that meet only
 * at a corner get separate borders. The last corner is not repeated.
 */
export function maskContours(mask: RunLengthMask): Corner[][] {
  const { width, height } = mask;
  const rows = runsByRow(mask);
  const stride = width + 1;
  // For each corner, the directions in which unwalked edges leave it, as a bit set.
  const leaving = new Map<number, number>();
  const add = (x: number, y: number, direction: Direction): void => {
    const key = y * stride + x;
    leaving.set(key, (leaving.get(key) ?? 0) | (1 << direction));
  };
  for (let row = 0; row <= height; row += 1) {
    const above = rows.get(row - 1) ?? [];
    const here = rows.get(row) ?? [];
    for (const [start, end] of here) {
      add(start, row + 1, 3);
      add(end, row, 1);
    }
    for (const [start, end] of difference(here, above)) {
      for (let x = start; x < end; x += 1) add(x, row, 0);
    }
    for (const [start, end] of difference(above, here)) {
      for (let x = end; x > start; x -= 1) add(x, row, 2);
    }
  }
  const polygons: Corner[][] = [];
  for (const [key, directions] of leaving) {
    for (const direction of [0, 1, 2, 3] as const) {
      if ((directions & (1 << direction)) === 0) continue;
      if (((leaving.get(key) ?? 0) & (1 << direction)) === 0) continue;
      polygons.push(walk(leaving, stride, key, direction));
    }
  }
  return polygons;
}

/** Follow edges from a corner until it is reached again, turning right where there is a choice. */
function walk(
  leaving: Map<number, number>,
  stride: number,
  startKey: number,
  startDirection: Direction,
): Corner[] {
  const corners: Corner[] = [];
  let key = startKey;
  let direction: Direction = startDirection;
  let previous: Direction | null = null;
  for (;;) {
    const left = (leaving.get(key) ?? 0) & ~(1 << direction);
    leaving.set(key, left);
    if (direction !== previous) corners.push({ x: key % stride, y: Math.floor(key / stride) });
    previous = direction;
    key += STEP_X[direction] + STEP_Y[direction] * stride;
    const options = leaving.get(key) ?? 0;
    const right = ((direction + 1) % 4) as Direction;
    const leftTurn = ((direction + 3) % 4) as Direction;
    const next = [right, direction, leftTurn].find((turn) => (options & (1 << turn)) !== 0);
    if (next === undefined) break;
    direction = next;
  }
  // The walk may have begun in the middle of a straight edge.
  if (previous === startDirection) corners.shift();
  return corners;
}

type Span = readonly [start: number, end: number];

function runsByRow(mask: RunLengthMask): Map<number, Span[]> {
  const rows = new Map<number, Span[]>();
  forEachRun(mask, (start, length) => {
    let position = start;
    const end = start + length;
    while (position < end) {
      const row = Math.floor(position / mask.width);
      const stop = Math.min(end, (row + 1) * mask.width);
      const spans = rows.get(row) ?? [];
      spans.push([position - row * mask.width, stop - row * mask.width]);
      rows.set(row, spans);
      position = stop;
    }
  });
  return rows;
}

/** The parts of the sorted spans `a` that no span of `b` covers. */
function difference(a: readonly Span[], b: readonly Span[]): Span[] {
  const parts: Span[] = [];
  for (const [start, end] of a) {
    let from = start;
    for (const [coverStart, coverEnd] of b) {
      if (coverEnd <= from || coverStart >= end) continue;
      if (coverStart > from) parts.push([from, coverStart]);
      from = Math.max(from, coverEnd);
    }
    if (from < end) parts.push([from, end]);
  }
  return parts;
}
