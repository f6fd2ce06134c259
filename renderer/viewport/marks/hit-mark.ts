import type { ImagePoint } from '../../../shared/geometry.js';
import type { Mark } from '../../../shared/marks.js';

/** What of a mark is held: one of its points, or all of it. */
export interface Grip {
  readonly mark: Mark;
  readonly point: number | 'all';
}

/**
 * The mark under a point, the one changed last first; its points before its lines.
 * @param reach in image pixels
 */
export function hitMark(
  marks: readonly Mark[],
  at: Pick<ImagePoint, 'x' | 'y'>,
  reach: number,
): Grip | null {
  const newestFirst = marks.toReversed();
  for (const mark of newestFirst) {
    const point = mark.points.findIndex(({ x, y }) => Math.hypot(x - at.x, y - at.y) <= reach);
    if (point >= 0) return { mark, point };
  }
  for (const mark of newestFirst) {
    if (distanceToLine(mark, at) <= reach) return { mark, point: 'all' };
  }
  return null;
}

/** The mark with the held part moved by so much; not kept on the picture. */
export function pulledMark({ mark, point }: Grip, x: number, y: number): Mark {
  return {
    ...mark,
    points: mark.points.map((each, index) =>
      point === 'all' || point === index ? { x: each.x + x, y: each.y + y } : each,
    ),
  };
}

function distanceToLine({ kind, points }: Mark, at: { x: number; y: number }): number {
  const ends = kind === 'area' ? [...points, ...points.slice(0, 1)] : points;
  return ends.reduce((nearest, to, index) => {
    const from = ends[index - 1];
    return from ? Math.min(nearest, distanceToSegment(at, from, to)) : nearest;
  }, Infinity);
}

type Point = { readonly x: number; readonly y: number };

function distanceToSegment(at: Point, from: Point, to: Point): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const squared = dx * dx + dy * dy;
  const along = squared === 0 ? 0 : ((at.x - from.x) * dx + (at.y - from.y) * dy) / squared;
  const t = Math.min(1, Math.max(0, along));
  return Math.hypot(at.x - from.x - t * dx, at.y - from.y - t * dy);
}
