import type { Rect } from '../../../shared/labelmap.js';
import { PROBABILITY_ONE, type ProbabilityGrid } from '../postprocess.js';

/** Sides of a crop as shares of the field, 0 to 1. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

const WHOLE_FIELD: Box = { left: 0, top: 0, right: 1, bottom: 1 };
/** Added on each side, as a share of the longer side of what was found. */
const PADDING = 0.1;

/**
 * The padded square around all that is found, square in pixels of the grid: moved, not cut, at the
 * field's edges, and cut where it is larger than the field. Nothing found gives the whole field. The
 * same as `crop_box` of models/training (tests/fixtures/two-stage).
 */
export function cropBox(grid: ProbabilityGrid, threshold: number): Box {
  const bounds = boundsOf(grid, threshold * PROBABILITY_ONE);
  if (bounds === null) return WHOLE_FIELD;
  const side = Math.max(bounds.width, bounds.height) * (1 + 2 * PADDING);
  const across = span(bounds.x, bounds.x + bounds.width, side, grid.width);
  const down = span(bounds.y, bounds.y + bounds.height, side, grid.height);
  return { left: across.from, top: down.from, right: across.to, bottom: down.to };
}

function span(
  start: number,
  end: number,
  side: number,
  size: number,
): { from: number; to: number } {
  const low = Math.min(Math.max((start + end - side) / 2, 0), Math.max(size - side, 0));
  return { from: low / size, to: Math.min(low + side, size) / size };
}

/** The smallest rectangle that holds every value from `level` on; null without one. */
function boundsOf({ width, height, values }: ProbabilityGrid, level: number): Rect | null {
  let [left, right, top, bottom] = [width, -1, -1, -1];
  for (let y = 0; y < height; y += 1) {
    const row = values.subarray(y * width, (y + 1) * width);
    const first = row.findIndex((value) => value >= level);
    if (first < 0) continue;
    if (top < 0) top = y;
    bottom = y;
    left = Math.min(left, first);
    right = Math.max(
      right,
      row.findLastIndex((value) => value >= level),
    );
  }
  if (top < 0) return null;
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** The whole native pixels that a box touches. */
export function nativeRect(box: Box, width: number, height: number): Rect {
  const x = Math.floor(box.left * width);
  const y = Math.floor(box.top * height);
  return {
    x,
    y,
    width: Math.min(Math.ceil(box.right * width), width) - x,
    height: Math.min(Math.ceil(box.bottom * height), height) - y,
  };
}

/** A rectangle of native pixels as shares of the field. */
export function boxOf(rect: Rect, width: number, height: number): Box {
  return {
    left: rect.x / width,
    top: rect.y / height,
    right: (rect.x + rect.width) / width,
    bottom: (rect.y + rect.height) / height,
  };
}
