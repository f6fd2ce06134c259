import { maskContours, type Corner } from './contours.js';
import { fillPolygons } from './fill-polygon.js';
import type { Rect, RunLengthMask } from './labelmap.js';
import { SpanBuilder } from './row-spans.js';
import { cheapestOffsets } from './snap-path.js';

/** Grey values of a part of the picture, row by row; what lies around it counts as its border. */
export interface GreyPart {
  readonly rect: Rect;
  readonly values: Uint8Array;
}

/** Borders with fewer corners of pixels are islands or holes too small to have an edge. */
const SHORTEST_BORDER = 12;
/** Image pixels on each side of an edge whose mean greys are compared. */
const REACH = 3;
/** A smaller difference of greys is skin, not an edge. */
const WEAKEST_EDGE = 4;

/**
 * The mask with its border moved to the nearest strong edge of the picture, at most `band` pixels
 * outwards or inwards; where there is none it stays. All borders move, those of holes too. Where
 * the picture's side cuts the mask, the cut stays.
 *
 * @param grey at least the mask's rectangle grown by `band`, as far as the picture goes
 * @param band whole image pixels, at least 1
 */
export function snapToEdges(mask: RunLengthMask, grey: GreyPart, band: number): RunLengthMask {
  const moved = maskContours(mask).map((contour) => {
    const border = unitSteps(contour);
    return border.length < SHORTEST_BORDER ? border : movedBorder(border, mask, grey, band);
  });
  const builder = new SpanBuilder(mask.width, mask.height);
  fillPolygons(
    moved,
    mask,
    (row, start, end) => {
      builder.add(row, start, end);
    },
    // Outer borders are clockwise; a loop that turned over is not inside.
    (winding) => winding < 0,
  );
  return builder.finish();
}

/** Every corner between pixels that the border passes. */
function unitSteps(contour: readonly Corner[]): Corner[] {
  return contour.flatMap((from, index) => {
    const to = contour[(index + 1) % contour.length] ?? from;
    const length = Math.abs(to.x - from.x) + Math.abs(to.y - from.y);
    return Array.from({ length }, (_value, step) => ({
      x: from.x + ((to.x - from.x) * step) / length,
      y: from.y + ((to.y - from.y) * step) / length,
    }));
  });
}

function movedBorder(
  border: readonly Corner[],
  { width, height }: RunLengthMask,
  grey: GreyPart,
  band: number,
): Corner[] {
  const outward = border.map((_corner, index) => normalAt(border, index, band));
  const half = band + REACH;
  const profiles = border.map(({ x, y }, index) => {
    const normal = outward[index] ?? { x: 0, y: 0 };
    return Float32Array.from({ length: 2 * half }, (_value, sample) => {
      const away = sample - half + 0.5;
      return greyAt(grey, x + normal.x * away, y + normal.y * away);
    });
  });
  const edges = edgesOf(profiles, band);
  const fixed = ({ x, y }: Corner): boolean => x === 0 || y === 0 || x === width || y === height;
  const offsets = cheapestOffsets(edges, border.map(fixed), band);
  return border.map(({ x, y }, index) => {
    const offset = offsets[index] ?? 0;
    const normal = outward[index] ?? { x: 0, y: 0 };
    return { x: x + normal.x * offset, y: y + normal.y * offset };
  });
}

/** Unit vector out of the mask, which lies to the right of the border. */
function normalAt(border: readonly Corner[], index: number, band: number): Corner {
  const span = Math.min(Math.max(4, band), Math.floor(border.length / 4));
  const before = border.at((index - span) % border.length) ?? { x: 0, y: 0 };
  const after = border[(index + span) % border.length] ?? before;
  const [x, y] = [after.x - before.x, after.y - before.y];
  const length = Math.hypot(x, y) || 1;
  return { x: y / length, y: -x / length };
}

/**
 * For each place of the border and each offset how strong an edge is there, 0..1, row by row. Only
 * edges of the border's own sense count, dark inside or dark outside, as a hair has both.
 */
function edgesOf(profiles: readonly Float32Array[], band: number): Float32Array {
  const offsets = 2 * band + 1;
  const edges = new Float32Array(profiles.length * offsets);
  let contrast = 0;
  for (const profile of profiles) {
    const middle = profile.length / 2;
    profile.forEach((value, sample) => {
      contrast += sample < middle ? -value : value;
    });
  }
  const sense = contrast < 0 ? -1 : 1;
  const strongest = new Float32Array(profiles.length);
  for (const [place, profile] of profiles.entries()) {
    for (let offset = 0; offset < offsets; offset += 1) {
      let difference = 0;
      for (let near = 0; near < REACH; near += 1) {
        difference += (profile[offset + REACH + near] ?? 0) - (profile[offset + near] ?? 0);
      }
      const strength = (sense * difference) / REACH;
      edges[place * offsets + offset] = strength < WEAKEST_EDGE ? 0 : strength;
      strongest[place] = Math.max(strongest[place] ?? 0, strength);
    }
  }
  // A strong edge is one that is as strong as those of most places.
  const full = Math.max(WEAKEST_EDGE, strongest.sort()[Math.floor(strongest.length / 2)] ?? 0);
  return edges.map((strength) => Math.min(1, strength / full));
}

/** Between the four nearest pixel centres. */
function greyAt({ rect, values }: GreyPart, x: number, y: number): number {
  const column = Math.min(rect.width - 1, Math.max(0, x - 0.5 - rect.x));
  const row = Math.min(rect.height - 1, Math.max(0, y - 0.5 - rect.y));
  const [left, top] = [Math.floor(column), Math.floor(row)];
  const right = Math.min(rect.width - 1, left + 1);
  const bottom = Math.min(rect.height - 1, top + 1);
  const at = (atRow: number, atColumn: number): number =>
    values[atRow * rect.width + atColumn] ?? 0;
  const upper = at(top, left) + (at(top, right) - at(top, left)) * (column - left);
  const lower = at(bottom, left) + (at(bottom, right) - at(bottom, left)) * (column - left);
  return upper + (lower - upper) * (row - top);
}
