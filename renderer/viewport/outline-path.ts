import { maskContours, type Corner } from '../../shared/contours.js';
import type { RunLengthMask } from '../../shared/labelmap.js';

/** Closed polygon in image coordinates; the first point is not repeated. */
export type Polygon = readonly Corner[];

/**
 * The outline of a mask for drawing where a screen pixel is `grain` image pixels. Steps between
 * pixels smaller than the grain would only blur the line: edges are joined at their middles and
 * points nearer than the grain are left out. Zoomed in (grain below a half) it is exact.
 */
export function outlineFor(contours: readonly Polygon[], grain: number): Polygon[] {
  if (grain < 0.5) return [...contours];
  const outlines: Polygon[] = [];
  for (const contour of contours) {
    const coarse = thin(contour, grain);
    if (coarse.length >= 3) outlines.push(coarse);
  }
  return outlines;
}

/** Contours of a mask, exactly along pixel edges. */
export function contoursOf(mask: RunLengthMask): Polygon[] {
  return maskContours(mask);
}

function thin(contour: Polygon, grain: number): Corner[] {
  const kept: Corner[] = [];
  let last: Corner | null = null;
  for (const [index, corner] of contour.entries()) {
    const next = contour[(index + 1) % contour.length] ?? corner;
    const long = Math.abs(next.x - corner.x) + Math.abs(next.y - corner.y) > 4 * grain;
    // Long straight edges keep both ends; of a staircase only the middles of its steps are drawn.
    const points = long
      ? [corner, next]
      : [{ x: (corner.x + next.x) / 2, y: (corner.y + next.y) / 2 }];
    for (const point of points) {
      if (last !== null && Math.hypot(point.x - last.x, point.y - last.y) < grain) continue;
      kept.push(point);
      last = point;
    }
  }
  return kept;
}
