import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskContours } from '../../shared/contours.js';
import {
  decodeMask,
  emptyMask,
  encodeMask,
  intersectMasks,
  maskArea,
  maskBounds,
  maskFromPixels,
  masksEqual,
  maskToPixels,
  subtractMasks,
  toggleInPlace,
  unionMasks,
  xorMasks,
} from '../../shared/labelmap.js';

const size = { minSide: 1, maxSide: 14 };
const side = fc.integer({ min: size.minSide, max: size.maxSide });
const picture = fc.tuple(side, side).chain(([width, height]) =>
  fc.record({
    width: fc.constant(width),
    height: fc.constant(height),
    a: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 }),
    b: fc.uint8Array({ minLength: width * height, maxLength: width * height, max: 1 }),
  }),
);

describe('run-length masks', () => {
  test('pixels to runs and back, and through the encoding, change nothing', () => {
    fc.assert(
      fc.property(picture, ({ width, height, a }) => {
        const mask = maskFromPixels(a, width, height);
        expect(maskToPixels(mask)).toEqual(a);
        const decoded = decodeMask(encodeMask(mask));
        expect(masksEqual(decoded, mask)).toBe(true);
      }),
    );
  });

  test('set operations equal the pixelwise ones', () => {
    fc.assert(
      fc.property(picture, ({ width, height, a, b }) => {
        const [maskA, maskB] = [maskFromPixels(a, width, height), maskFromPixels(b, width, height)];
        const pixelwise = (rule: (x: number, y: number) => number) =>
          maskFromPixels(
            a.map((value, index) => rule(value, b[index] ?? 0)),
            width,
            height,
          );
        expect(xorMasks(maskA, maskB)).toEqual(pixelwise((x, y) => x ^ y));
        expect(unionMasks(maskA, maskB)).toEqual(pixelwise((x, y) => x | y));
        expect(intersectMasks(maskA, maskB)).toEqual(pixelwise((x, y) => x & y));
        expect(subtractMasks(maskA, maskB)).toEqual(pixelwise((x, y) => x & (1 - y)));
      }),
    );
  });

  test('a change applied twice restores the pixels, applied once gives the new ones', () => {
    fc.assert(
      fc.property(picture, ({ width, height, a, b }) => {
        const delta = xorMasks(maskFromPixels(a, width, height), maskFromPixels(b, width, height));
        const pixels = a.slice();
        toggleInPlace(pixels, delta);
        expect(pixels).toEqual(b);
        toggleInPlace(pixels, delta);
        expect(pixels).toEqual(a);
      }),
    );
  });

  test('bounds are the smallest rectangle around the foreground', () => {
    fc.assert(
      fc.property(picture, ({ width, height, a }) => {
        const columns: number[] = [];
        const rows: number[] = [];
        a.forEach((value, index) => {
          if (value === 0) return;
          columns.push(index % width);
          rows.push(Math.floor(index / width));
        });
        const expected =
          columns.length === 0
            ? null
            : {
                x: Math.min(...columns),
                y: Math.min(...rows),
                width: Math.max(...columns) - Math.min(...columns) + 1,
                height: Math.max(...rows) - Math.min(...rows) + 1,
              };
        expect(maskBounds(maskFromPixels(a, width, height))).toEqual(expected);
      }),
    );
  });

  test('damaged bytes are refused, never read as a mask of another size', () => {
    const bytes = encodeMask(maskFromPixels(Uint8Array.of(0, 1, 1, 0, 0, 1), 3, 2));
    for (let length = 0; length < bytes.length; length += 1) {
      expect(() => decodeMask(bytes.slice(0, length))).toThrow(/not a mask/);
    }
    expect(() => decodeMask(Uint8Array.of(...bytes, 0))).toThrow(/left over/);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (noise) => {
        try {
          const mask = decodeMask(noise);
          expect(mask.runs.reduce((sum, run) => sum + run, 0)).toBe(mask.width * mask.height);
        } catch (error) {
          expect(String(error)).toMatch(/not a mask/);
        }
      }),
    );
  });

  test('sizes that differ are an error, not a wrong mask', () => {
    expect(() => xorMasks(emptyMask(2, 3), emptyMask(3, 2))).toThrow(/differ in size/);
    expect(() => maskFromPixels(new Uint8Array(5), 2, 3)).toThrow(/needs 6 pixels/);
    expect(() => toggleInPlace(new Uint8Array(5), emptyMask(2, 3))).toThrow(/another size/);
  });
});

describe('contours', () => {
  /** Signed area of polygons: foreground counts once, holes are subtracted. */
  function enclosedArea(polygons: { x: number; y: number }[][]): number {
    let twice = 0;
    for (const polygon of polygons) {
      polygon.forEach((corner, index) => {
        const next = polygon[(index + 1) % polygon.length] ?? corner;
        twice += corner.x * next.y - next.x * corner.y;
      });
    }
    return twice / 2;
  }

  test('enclose exactly the foreground, holes taken out', () => {
    fc.assert(
      fc.property(picture, ({ width, height, a }) => {
        const mask = maskFromPixels(a, width, height);
        expect(enclosedArea(maskContours(mask))).toBe(maskArea(mask));
      }),
    );
  });

  test('corners only where the direction changes', () => {
    const mask = maskFromPixels(Uint8Array.of(0, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1, 0), 4, 3);
    expect(maskContours(mask)).toEqual([
      [
        { x: 1, y: 1 },
        { x: 3, y: 1 },
        { x: 3, y: 3 },
        { x: 1, y: 3 },
      ],
    ]);
  });
});
