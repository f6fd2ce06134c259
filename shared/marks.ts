import { z } from 'zod';
import { identifier } from './domain.js';
import type { ImagePoint, Size } from './geometry.js';

/**
 * What a reader pins to a picture besides masks: measures, arrows, notes, and the line along a ruler
 * that says what a pixel measures. Points are in image coordinates, native and upright.
 */
export const markKinds = ['length', 'area', 'arrow', 'note', 'calibration'] as const;
export const markKind = z.enum(markKinds);
export type MarkKind = z.infer<typeof markKind>;

const point = z.object({ x: z.number(), y: z.number() });

/** Fewest and most points of each kind. */
const pointCounts: Readonly<Record<MarkKind, readonly [number, number]>> = {
  length: [2, 2],
  area: [3, 500],
  arrow: [2, 2],
  note: [1, 1],
  calibration: [2, 2],
};

/** The longest text of a note. */
export const noteLength = 300;

export const mark = z
  .object({
    id: identifier,
    kind: markKind,
    /** An arrow points from the first to the second; an area is closed. */
    points: z.array(point),
    /** Of a note; empty otherwise. Free text, which never leaves the library. */
    text: z.string().max(noteLength),
    /** What a calibration line measures; null for the other kinds. */
    lengthMm: z.number().positive().max(10_000).nullable(),
  })
  .refine(({ kind, points }) => {
    const [fewest, most] = pointCounts[kind];
    return points.length >= fewest && points.length <= most;
  }, 'has another number of points than its kind')
  .refine(({ kind, lengthMm }) => (kind === 'calibration') === (lengthMm !== null), {
    message: 'only a calibration line has a length in millimetres',
  });
export type Mark = z.infer<typeof mark>;

/** A mark as it is now; null where it was taken away. */
export const markChange = z.object({ id: identifier, mark: mark.nullable() });
export type MarkChange = z.infer<typeof markChange>;

/** What pixels measure in millimetres, and who says so. */
export interface Scale {
  readonly rowMm: number;
  readonly columnMm: number;
  readonly source: 'pixel-spacing' | 'imager-pixel-spacing' | 'calibration-line';
}

type Spacing = {
  row: number;
  column: number;
  source: Exclude<Scale['source'], 'calibration-line'>;
};

/**
 * What is stated of a picture's pixels. A reader's line along a ruler counts more than the file;
 * of several lines the newest. Null: nothing is stated, so there are no millimetres.
 */
export function scaleOf(spacing: Spacing | null, marks: Iterable<Mark>): Scale | null {
  const line = [...marks].findLast(({ kind }) => kind === 'calibration');
  const lengthPx = line ? pathLength(line.points) : 0;
  if (line?.lengthMm && lengthPx > 0) {
    const mm = line.lengthMm / lengthPx;
    return { rowMm: mm, columnMm: mm, source: 'calibration-line' };
  }
  return spacing && { rowMm: spacing.row, columnMm: spacing.column, source: spacing.source };
}

type Points = readonly Pick<ImagePoint, 'x' | 'y'>[];

/** Length along the points, in pixels, or in millimetres where a scale is given. */
export function pathLength(points: Points, scale: Scale | null = null): number {
  const [perX, perY] = [scale?.columnMm ?? 1, scale?.rowMm ?? 1];
  let length = 0;
  points.forEach((to, index) => {
    const from = points[index - 1];
    if (from) length += Math.hypot((to.x - from.x) * perX, (to.y - from.y) * perY);
  });
  return length;
}

/** Area inside a closed polygon by the shoelace formula, in square pixels or millimetres. */
export function polygonArea(points: Points, scale: Scale | null = null): number {
  let twice = 0;
  points.forEach((to, index) => {
    const from = points.at(index - 1) ?? to;
    twice += from.x * to.y - to.x * from.y;
  });
  return (Math.abs(twice) / 2) * (scale ? scale.columnMm * scale.rowMm : 1);
}

/** The mark moved as a whole, as far as its points stay on the picture. */
export function movedMark(mark: Mark, by: { x: number; y: number }, size: Size): Mark {
  const [xs, ys] = [mark.points.map(({ x }) => x), mark.points.map(({ y }) => y)];
  const x = clamp(by.x, -Math.min(...xs), size.width - Math.max(...xs));
  const y = clamp(by.y, -Math.min(...ys), size.height - Math.max(...ys));
  return { ...mark, points: mark.points.map((each) => ({ x: each.x + x, y: each.y + y })) };
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}
