import type { ImagePoint, Size } from '../../../shared/geometry.js';
import type { Rect } from '../../../shared/labelmap.js';
import type { SpanCallback } from '../../../shared/row-spans.js';

/** Up to half a pixel's diagonal a disk may lie between all pixel centres. */
const HALF_DIAGONAL = Math.SQRT1_2;

/**
 * The pixels a disk covers while its centre moves from one point to another: those whose centre is
 * within `radius` (image pixels) of the segment between the points. A disk smaller than a pixel
 * also takes the pixels its centre passes through, so the thinnest stroke has no gaps. Clipped at
 * the picture's edges. The shape is convex, so each row has one span at most.
 *
 * Calls back for each row that is covered; returns the rectangle around them, null when the disk
 * stayed outside the picture.
 */
export function sweepDisk(
  from: ImagePoint,
  to: ImagePoint,
  radius: number,
  size: Size,
  callback: SpanCallback,
): Rect | null {
  const reach = Math.max(radius, HALF_DIAGONAL);
  const firstRow = Math.max(0, Math.floor(Math.min(from.y, to.y) - reach));
  const lastRow = Math.min(size.height - 1, Math.floor(Math.max(from.y, to.y) + reach));
  let [left, right, top, bottom] = [size.width, 0, -1, -1];
  for (let row = firstRow; row <= lastRow; row += 1) {
    const span = rowSpan(from, to, radius, row);
    if (span === null) continue;
    const start = Math.max(0, span.start);
    const end = Math.min(size.width, span.end);
    if (end <= start) continue;
    callback(row, start, end);
    left = Math.min(left, start);
    right = Math.max(right, end);
    if (top < 0) top = row;
    bottom = row;
  }
  if (top < 0) return null;
  return { x: left, y: top, width: right - left, height: bottom - top + 1 };
}

interface Span {
  start: number;
  end: number;
}

function rowSpan(from: ImagePoint, to: ImagePoint, radius: number, row: number): Span | null {
  const centreY = row + 0.5;
  const edges = [
    diskEdges(from, radius, centreY),
    diskEdges(to, radius, centreY),
    bandEdges(from, to, radius, centreY),
  ];
  let [low, high] = [Infinity, -Infinity];
  for (const edge of edges) {
    if (edge === null) continue;
    low = Math.min(low, edge.low);
    high = Math.max(high, edge.high);
  }
  // A pixel belongs where its centre, x + 0.5, lies between the edges.
  let [start, end] = [Math.ceil(low - 0.5), Math.floor(high - 0.5) + 1];
  if (radius < HALF_DIAGONAL) {
    const line = lineEdges(from, to, row);
    if (line !== null) {
      start = Math.min(start, Math.floor(line.low));
      end = Math.max(end, Math.floor(line.high) + 1);
    }
  }
  return end > start ? { start, end } : null;
}

interface Edges {
  low: number;
  high: number;
}

function diskEdges(centre: ImagePoint, radius: number, y: number): Edges | null {
  const square = radius * radius - (y - centre.y) * (y - centre.y);
  if (square < 0) return null;
  const half = Math.sqrt(square);
  return { low: centre.x - half, high: centre.x + half };
}

/** The rectangle between the two disks, cut at height y. */
function bandEdges(from: ImagePoint, to: ImagePoint, radius: number, y: number): Edges | null {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return null;
  const alongX = (to.x - from.x) / length;
  const alongY = (to.y - from.y) / length;
  const down = y - from.y;
  const along = solve(alongX, alongY * down, 0, length);
  const across = solve(-alongY, alongX * down, -radius, radius);
  if (along === null || across === null) return null;
  const low = Math.max(along.low, across.low);
  const high = Math.min(along.high, across.high);
  return low <= high ? { low: from.x + low, high: from.x + high } : null;
}

/** The x for which low <= slope * x + shift <= high. */
function solve(slope: number, shift: number, low: number, high: number): Edges | null {
  if (slope === 0) {
    return shift >= low && shift <= high ? { low: -Infinity, high: Infinity } : null;
  }
  const a = (low - shift) / slope;
  const b = (high - shift) / slope;
  return { low: Math.min(a, b), high: Math.max(a, b) };
}

/** Where the centre line is while it is inside a row of pixels. */
function lineEdges(from: ImagePoint, to: ImagePoint, row: number): Edges | null {
  const [upper, lower] = from.y <= to.y ? [from, to] : [to, from];
  if (lower.y < row || upper.y >= row + 1) return null;
  const rise = lower.y - upper.y;
  const at = (y: number): number =>
    rise === 0 ? upper.x : upper.x + ((lower.x - upper.x) * (y - upper.y)) / rise;
  const first = rise === 0 ? upper.x : at(Math.max(upper.y, row));
  const last = rise === 0 ? lower.x : at(Math.min(lower.y, row + 1));
  return { low: Math.min(first, last), high: Math.max(first, last) };
}
