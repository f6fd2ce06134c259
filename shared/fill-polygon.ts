import type { Size } from './geometry.js';
import type { SpanCallback } from './row-spans.js';

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Crossing {
  readonly x: number;
  readonly turn: 1 | -1;
}

/**
 * The pixels whose centre closed polygons go around, clipped to the picture; the last point of each
 * is joined to its first. Points are image coordinates, which may lie outside. Calls back for each
 * span, row by row and left to right.
 *
 * @param inside which winding numbers are inside; a polygon that is clockwise on the screen counts
 *   as -1. Unless given, all but 0 are.
 */
export function fillPolygons(
  polygons: readonly (readonly Point[])[],
  { width, height }: Size,
  callback: SpanCallback,
  inside: (winding: number) => boolean = (winding) => winding !== 0,
): void {
  const rows: Crossing[][] = Array.from({ length: height }, () => []);
  for (const polygon of polygons) addCrossings(rows, polygon);
  for (const [row, crossings] of rows.entries()) {
    crossings.sort((a, b) => a.x - b.x);
    let [winding, from] = [0, 0];
    for (const { x, turn } of crossings) {
      const before = inside(winding);
      winding += turn;
      if (before === inside(winding)) continue;
      if (!before) {
        from = x;
        continue;
      }
      // A pixel belongs where its centre, column + 0.5, lies between the crossings.
      const start = Math.max(0, Math.ceil(from - 0.5));
      const end = Math.min(width, Math.ceil(x - 0.5));
      if (end > start) callback(row, start, end);
    }
  }
}

function addCrossings(rows: Crossing[][], points: readonly Point[]): void {
  for (const [index, a] of points.entries()) {
    const b = points[(index + 1) % points.length] ?? a;
    const [upper, lower] = a.y < b.y ? [a, b] : [b, a];
    const turn = a.y < b.y ? 1 : -1;
    const slope = (lower.x - upper.x) / (lower.y - upper.y);
    // Rows whose middle lies in upper.y <= y < lower.y, so that a corner counts once.
    const first = Math.max(0, Math.ceil(upper.y - 0.5));
    const end = Math.min(rows.length, Math.ceil(lower.y - 0.5));
    for (let row = first; row < end; row += 1) {
      rows[row]?.push({ x: upper.x + (row + 0.5 - upper.y) * slope, turn });
    }
  }
}
