import { describe, expect, test } from 'vitest';
import {
  mark as markSchema,
  movedMark,
  pathLength,
  polygonArea,
  scaleOf,
  type Mark,
} from '../../shared/marks.js';

function made(
  kind: Mark['kind'],
  points: [number, number][],
  lengthMm: number | null = null,
): Mark {
  return { id: 'mark-0001', kind, points: points.map(([x, y]) => ({ x, y })), text: '', lengthMm };
}

const spacing = { row: 0.5, column: 0.25, source: 'pixel-spacing' as const };

describe('measures', () => {
  test('are in pixels unless a scale is stated, and follow pixels that are not square', () => {
    const line = made('length', [
      [10, 10],
      [18, 16],
    ]);
    expect(pathLength(line.points)).toBe(10);
    const scale = scaleOf(spacing, []);
    expect(scale).toEqual({ rowMm: 0.5, columnMm: 0.25, source: 'pixel-spacing' });
    expect(pathLength(line.points, scale)).toBeCloseTo(Math.hypot(2, 3), 12);
    const triangle = made('area', [
      [0, 0],
      [10, 0],
      [0, 6],
    ]);
    expect(polygonArea(triangle.points)).toBe(30);
    expect(polygonArea(triangle.points.toReversed(), scale)).toBeCloseTo(30 * 0.125, 12);
  });

  test('nothing stated is no millimetres; a line along a ruler counts more than the file', () => {
    expect(scaleOf(null, [])).toBeNull();
    const line = made(
      'calibration',
      [
        [0, 0],
        [30, 40],
      ],
      10,
    );
    expect(scaleOf(spacing, [line])).toEqual({
      rowMm: 0.2,
      columnMm: 0.2,
      source: 'calibration-line',
    });
    const newer = { ...line, lengthMm: 20 };
    expect(scaleOf(null, [line, newer])?.rowMm).toBe(0.4);
    const point = { ...line, points: [line.points[0], line.points[0]].flatMap((p) => p ?? []) };
    expect(scaleOf(null, [point])).toBeNull();
  });
});

describe('marks', () => {
  test('have the points of their kind, and millimetres only where they calibrate', () => {
    expect(markSchema.safeParse(made('note', [[1, 1]])).success).toBe(true);
    expect(markSchema.safeParse(made('area', [[1, 1]])).success).toBe(false);
    const pair: [number, number][] = [
      [1, 1],
      [2, 2],
    ];
    expect(markSchema.safeParse(made('calibration', pair)).success).toBe(false);
    expect(markSchema.safeParse(made('arrow', pair, 3)).success).toBe(false);
    expect(markSchema.safeParse(made('calibration', pair, 3)).success).toBe(true);
  });

  test('move as a whole and stay on the picture', () => {
    const arrow = made('arrow', [
      [10, 10],
      [20, 30],
    ]);
    const size = { width: 100, height: 40 };
    expect(movedMark(arrow, { x: -50, y: 50 }, size).points).toEqual([
      { x: 0, y: 20 },
      { x: 10, y: 40 },
    ]);
  });
});
