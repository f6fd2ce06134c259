import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { maskAtThreshold } from '../../../renderer/viewport/probability-mask.js';
import { maskArea, maskToPixels, subtractMasks } from '../../../shared/labelmap.js';

function probabilityMap(width: number, height: number, values: readonly number[]) {
  const bytes = new Uint8Array(width * height * 2);
  const view = new DataView(bytes.buffer);
  values.forEach((value, index) => {
    view.setUint16(index * 2, Math.round(value * 65535), true);
  });
  return { width, height, values: bytes };
}

/** Bilinear between pixel centres, pixel by pixel. */
function expected(
  values: readonly number[],
  map: { width: number; height: number },
  size: { width: number; height: number },
  x: number,
  y: number,
): number {
  const position = (index: number, native: number, mapped: number) =>
    Math.min(mapped - 1, Math.max(0, ((index + 0.5) * mapped) / native - 0.5));
  const sx = position(x, size.width, map.width);
  const sy = position(y, size.height, map.height);
  const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
  const value = (column: number, row: number) =>
    values[Math.min(row, map.height - 1) * map.width + Math.min(column, map.width - 1)] ?? 0;
  const upper = value(x0, y0) * (1 - sx + x0) + value(x0 + 1, y0) * (sx - x0);
  const lower = value(x0, y0 + 1) * (1 - sx + x0) + value(x0 + 1, y0 + 1) * (sx - x0);
  return upper * (1 - sy + y0) + lower * (sy - y0);
}

const sized = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    nativeWidth: fc.integer({ min: 1, max: 60 }),
    nativeHeight: fc.integer({ min: 1, max: 60 }),
  })
  .chain((sizes) =>
    fc.record({
      sizes: fc.constant(sizes),
      values: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
        minLength: sizes.width * sizes.height,
        maxLength: sizes.width * sizes.height,
      }),
    }),
  );

describe('maskAtThreshold', () => {
  test('agrees with bilinear interpolation of every pixel', () => {
    fc.assert(
      fc.property(sized, fc.double({ min: 0.02, max: 0.98, noNaN: true }), (input, threshold) => {
        const { sizes, values } = input;
        const map = { width: sizes.width, height: sizes.height };
        const size = { width: sizes.nativeWidth, height: sizes.nativeHeight };
        const mask = maskAtThreshold(
          probabilityMap(map.width, map.height, values),
          threshold,
          size,
        );
        const pixels = maskToPixels(mask);
        const wrong: string[] = [];
        for (let y = 0; y < size.height; y += 1) {
          for (let x = 0; x < size.width; x += 1) {
            const value = expected(values, map, size, x, y);
            // The map holds 16 bits: nearer to the threshold than that, either side is right.
            if (Math.abs(value - threshold) < 3e-5) continue;
            const right = value > threshold ? 1 : 0;
            if (pixels[y * size.width + x] !== right) wrong.push(`${String(x)} ${String(y)}`);
          }
        }
        expect(wrong).toEqual([]);
      }),
    );
  });

  test('a higher threshold only takes pixels away', () => {
    fc.assert(
      fc.property(sized, ({ sizes, values }) => {
        const map = probabilityMap(sizes.width, sizes.height, values);
        const size = { width: sizes.nativeWidth, height: sizes.nativeHeight };
        const low = maskAtThreshold(map, 0.3, size);
        const high = maskAtThreshold(map, 0.7, size);
        expect(maskArea(subtractMasks(high, low))).toBe(0);
      }),
    );
  });

  test('refuses a map whose bytes do not fit its size', () => {
    const map = { ...probabilityMap(2, 2, [0, 0, 1, 1]), height: 3 };
    expect(() => maskAtThreshold(map, 0.5, { width: 4, height: 4 })).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  });
});
