import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sweepDisk } from '../../../../renderer/viewport/tools/swept-disk.js';
import { imagePoint, type ImagePoint, type Size } from '../../../../shared/geometry.js';

const size: Size = { width: 40, height: 30 };

function covered(from: ImagePoint, to: ImagePoint, radius: number): Set<string> {
  const pixels = new Set<string>();
  sweepDisk(from, to, radius, size, (row, start, end) => {
    for (let x = start; x < end; x += 1) pixels.add(`${String(x)} ${String(row)}`);
  });
  return pixels;
}

function distanceToSegment(x: number, y: number, from: ImagePoint, to: ImagePoint): number {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  const square = dx * dx + dy * dy;
  const along = square === 0 ? 0 : ((x - from.x) * dx + (y - from.y) * dy) / square;
  const nearest = Math.min(1, Math.max(0, along));
  return Math.hypot(x - from.x - nearest * dx, y - from.y - nearest * dy);
}

/** In steps of a thousandth of a pixel: the squares of denormal distances are 0. */
const coordinate = (limit: number) =>
  fc.integer({ min: -15_000, max: (limit + 15) * 1000 }).map((steps) => steps / 1000);
const point = fc
  .tuple(coordinate(size.width), coordinate(size.height))
  .map(([x, y]) => imagePoint(x, y));

describe('sweepDisk', () => {
  test('covers exactly the pixels whose centre is within the radius of the segment', () => {
    fc.assert(
      fc.property(
        point,
        point,
        fc.double({ min: 0.8, max: 14, noNaN: true }),
        (from, to, radius) => {
          const pixels = covered(from, to, radius);
          const wrong: string[] = [];
          for (let y = 0; y < size.height; y += 1) {
            for (let x = 0; x < size.width; x += 1) {
              const distance = distanceToSegment(x + 0.5, y + 0.5, from, to);
              // Within rounding of the border either is right.
              if (Math.abs(distance - radius) < 1e-6) continue;
              const pixel = `${String(x)} ${String(y)}`;
              if (pixels.has(pixel) !== distance < radius) wrong.push(pixel);
            }
          }
          expect(wrong).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('stays inside the picture and returns the rectangle around what it covered', () => {
    fc.assert(
      fc.property(
        point,
        point,
        fc.double({ min: 0.1, max: 20, noNaN: true }),
        (from, to, radius) => {
          let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
          const rect = sweepDisk(from, to, radius, size, (row, start, end) => {
            left = Math.min(left, start);
            right = Math.max(right, end);
            top = Math.min(top, row);
            bottom = Math.max(bottom, row + 1);
          });
          if (rect === null) {
            expect(right).toBe(-Infinity);
            return;
          }
          expect(rect).toEqual({ x: left, y: top, width: right - left, height: bottom - top });
          expect(left).toBeGreaterThanOrEqual(0);
          expect(top).toBeGreaterThanOrEqual(0);
          expect(right).toBeLessThanOrEqual(size.width);
          expect(bottom).toBeLessThanOrEqual(size.height);
        },
      ),
    );
  });

  test('the thinnest brush takes the pixel under it, even at a corner between pixels', () => {
    expect(covered(imagePoint(7, 9), imagePoint(7, 9), 0.5).has('7 9')).toBe(true);
    expect([...covered(imagePoint(3.2, 4.9), imagePoint(3.2, 4.9), 0.1)]).toEqual(['3 4']);
  });

  test('the thinnest stroke has no gaps', () => {
    const inside = fc
      .tuple(
        fc.double({ min: 0, max: size.width - 0.01, noNaN: true }),
        fc.double({ min: 0, max: size.height - 0.01, noNaN: true }),
      )
      .map(([x, y]) => imagePoint(x, y));
    fc.assert(
      fc.property(inside, inside, (from, to) => {
        const pixels = covered(from, to, 0.3);
        const gaps: string[] = [];
        for (let step = 0; step <= 200; step += 1) {
          const x = from.x + ((to.x - from.x) * step) / 200;
          const y = from.y + ((to.y - from.y) * step) / 200;
          // On an edge between pixels either is right.
          if (Math.min(Math.abs(x - Math.round(x)), Math.abs(y - Math.round(y))) < 1e-9) continue;
          const pixel = `${String(Math.floor(x))} ${String(Math.floor(y))}`;
          if (!pixels.has(pixel)) gaps.push(pixel);
        }
        expect(gaps).toEqual([]);
      }),
    );
  });
});
