import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromCocoRuns, maskOfPolygons, toCocoRuns } from '../../shared/coco-mask.js';
import { maskArea, maskFromPixels, maskToPixels, masksEqual } from '../../shared/labelmap.js';

describe('COCO run lengths', () => {
  test('are what pycocotools writes', () => {
    // pycocotools.mask.encode of a 5 x 4 picture with these rows.
    const rows = ['01100', '01110', '00000', '10001'];
    const pixels = Uint8Array.from(rows.join(''), Number);
    const runs = toCocoRuns(maskFromPixels(pixels, 5, 4));
    expect(runs).toEqual({ size: [4, 5], counts: '332O1O20' });
    expect(maskToPixels(fromCocoRuns(runs))).toEqual(pixels);
    const listed = fromCocoRuns({ size: [4, 5], counts: [3, 3, 2, 2, 3, 1, 5, 1] });
    expect(maskToPixels(listed)).toEqual(pixels);
  });

  test('come back as they were', () => {
    const size = fc.integer({ min: 1, max: 40 });
    const masks = fc
      .tuple(size, size)
      .chain(([width, height]) =>
        fc
          .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
          .map((pixels) => maskFromPixels(pixels, width, height)),
      );
    fc.assert(
      fc.property(masks, (mask) => masksEqual(fromCocoRuns(toCocoRuns(mask)), mask)),
      { numRuns: 60 },
    );
  });

  test.each([
    ['too short', [3]],
    ['too long', [10, 20]],
    ['negative', [-1, 21]],
    ['text cut off', 'P'],
    ['text of other signs', '\n'],
  ])('that are %s are refused', (_what, counts) => {
    expect(() => fromCocoRuns({ size: [4, 5], counts })).toThrow(/do not fill/);
  });
});

describe('polygons', () => {
  test('hold the pixels whose centre is inside', () => {
    const box = [1, 1, 4, 1, 4, 3, 1, 3];
    const mask = maskOfPolygons([box], 6, 5);
    expect(maskArea(mask)).toBe(6);
    expect(maskToPixels(mask).subarray(6, 12)).toEqual(Uint8Array.of(0, 1, 1, 1, 0, 0));
  });

  test('are joined, and cut off at the edge of the picture', () => {
    const left = [-5, -5, 2, -5, 2, 50, -5, 50];
    const right = [4, 0, 60, 0, 60, 5, 4, 5];
    expect(maskArea(maskOfPolygons([left, right], 6, 5))).toBe(20);
  });

  test('of two points are refused', () => {
    expect(() => maskOfPolygons([[0, 0, 1, 1]], 4, 4)).toThrow(/three points/);
  });
});
