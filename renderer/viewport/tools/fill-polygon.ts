import type { ImagePoint, Size } from '../../../shared/geometry.js';
import type { SpanCallback } from './swept-disk.js';

interface Crossing {
  readonly x: number;
  readonly turn: 1 | -1;
}

/**
 * The pixels whose centre a closed polygon goes around at least once (non-zero winding), clipped to
 * the picture; the last point is joined to the first. Points are image coordinates, which may lie
 * outside. Calls back for each span, row by row and left to right.
 */
export function fillPolygon(
  points: readonly ImagePoint[],
  { width, height }: Size,
  callback: SpanCallback,
): void {
  const rows = crossingsByRow(points, height);
  for (const [row, crossings] of rows.entries()) {
    crossings.sort((a, b) => a.x - b.x);
    let [winding, from] = [0, 0];
    for (const { x, turn } of crossings) {
      if (winding === 0) from = x;
      winding += turn;
      if (winding !== 0) continue;
      // A pixel belongs where its centre, column + 0.5, lies between the crossings.
      const start = Math.max(0, Math.ceil(from - 0.5));
      const end = Math.min(width, Math.ceil(x - 0.5));
      if (end > start) callback(row, start, end);
    }
  }
}

function crossingsByRow(points: readonly ImagePoint[], height: number): Crossing[][] {
  const rows: Crossing[][] = Array.from({ length: height }, () => []);
  for (const [index, a] of points.entries()) {
    const b = points[(index + 1) % points.length] ?? a;
    const [upper, lower] = a.y < b.y ? [a, b] : [b, a];
    const turn = a.y < b.y ? 1 : -1;
    const slope = (lower.x - upper.x) / (lower.y - upper.y);
    // Rows whose middle lies in upper.y <= y < lower.y, so that a corner counts once.
    const first = Math.max(0, Math.ceil(upper.y - 0.5));
    const end = Math.min(height, Math.ceil(lower.y - 0.5));
    for (let row = first; row < end; row += 1) {
      rows[row]?.push({ x: upper.x + (row + 0.5 - upper.y) * slope, turn });
    }
  }
  return rows;
}
