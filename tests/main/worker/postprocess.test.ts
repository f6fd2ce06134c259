import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  PROBABILITY_ONE,
  nativeMask,
  nativeMaskStrips,
  quantiseLogits,
  type ProbabilityGrid,
} from '../../../main/worker/postprocess.js';
import { maskToPixels } from '../../../shared/labelmap.js';

/** Bilinear interpolation between pixel centres, one pixel at a time: the definition itself. */
function probabilityAt(grid: ProbabilityGrid, x: number, y: number, width: number, height: number) {
  const place = (output: number, samples: number, outputs: number) => {
    const position = ((output + 0.5) * samples) / outputs - 0.5;
    const clamped = Math.min(Math.max(position, 0), samples - 1);
    const lower = Math.min(Math.floor(clamped), samples - 2);
    return { lower, fraction: clamped - lower };
  };
  const column = place(x, grid.width, width);
  const row = place(y, grid.height, height);
  const sample = (dx: number, dy: number) =>
    grid.values[(row.lower + dy) * grid.width + column.lower + dx] ?? Number.NaN;
  const left = sample(0, 0) + (sample(0, 1) - sample(0, 0)) * row.fraction;
  const right = sample(1, 0) + (sample(1, 1) - sample(1, 0)) * row.fraction;
  return left + (right - left) * column.fraction;
}

const gridArbitrary = fc
  .record({ width: fc.integer({ min: 2, max: 9 }), height: fc.integer({ min: 2, max: 9 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.oneof(fc.integer({ min: 0, max: PROBABILITY_ONE }), fc.constantFrom(0, 65535)), {
        minLength: width * height,
        maxLength: width * height,
      })
      .map((values): ProbabilityGrid => ({ width, height, values: Uint16Array.from(values) })),
  );

describe('nativeMask', () => {
  test('is the interpolated probability against the threshold, at every pixel', () => {
    fc.assert(
      fc.property(
        gridArbitrary,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.constantFrom(0, 0.123, 0.5, 0.777, 1),
        (grid, width, height, threshold) => {
          const pixels = maskToPixels(nativeMask(grid, width, height, threshold));
          expect(pixels).toHaveLength(width * height);
          pixels.forEach((pixel, index) => {
            const [x, y] = [index % width, Math.floor(index / width)];
            const value = probabilityAt(grid, x, y, width, height);
            const level = threshold * PROBABILITY_ONE;
            // At the very threshold the last bit of a sum may fall either way.
            if (Math.abs(value - level) > 1e-6) expect(pixel).toBe(value >= level ? 1 : 0);
          });
        },
      ),
    );
  });

  test('strips, one below the other, are the mask', () => {
    fc.assert(
      fc.property(
        gridArbitrary,
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 40 }),
        fc.integer({ min: 1, max: 5 }),
        (grid, width, height, count) => {
          const strips = [...nativeMaskStrips(grid, width, height, 0.5, count)];
          expect(strips.length).toBeLessThanOrEqual(count);
          const pixels = strips.flatMap((strip) => [...maskToPixels(strip)]);
          expect(pixels).toEqual([...maskToPixels(nativeMask(grid, width, height, 0.5))]);
        },
      ),
    );
  });

  test('at model size it is the threshold of the samples themselves', () => {
    const values = Uint16Array.from({ length: 16 * 16 }, (_, index) => (index * 7919) % 65536);
    const mask = nativeMask({ width: 16, height: 16, values }, 16, 16, 0.5);
    expect(maskToPixels(mask)).toEqual(
      Uint8Array.from(values, (value) => (value >= 32767.5 ? 1 : 0)),
    );
  });
});

describe('quantiseLogits', () => {
  test('is the sigmoid within half a step of 16 bits', () => {
    const logits = Float32Array.from({ length: 400 }, (_, index) => (index - 200) / 10);
    const { values } = quantiseLogits(logits, 20, 20);
    logits.forEach((logit, index) => {
      const sigmoid = 1 / (1 + Math.exp(-logit));
      expect(Math.abs((values[index] ?? Number.NaN) / PROBABILITY_ONE - sigmoid)).toBeLessThan(
        0.52 / PROBABILITY_ONE,
      );
    });
  });

  test('takes infinities and refuses what is not a number', () => {
    const { values } = quantiseLogits(Float32Array.of(Infinity, -Infinity), 2, 1);
    expect([...values]).toEqual([PROBABILITY_ONE, 0]);
    expect(() => quantiseLogits(Float32Array.of(0, Number.NaN), 2, 1)).toThrow(/not numbers/);
  });

  test('what an earlier map left in memory does not matter', () => {
    expect(() => quantiseLogits(new Float32Array(9).fill(Number.NaN), 3, 3)).toThrow();
    expect([...quantiseLogits(Float32Array.of(0), 1, 1).values]).toEqual([32768]);
    expect([...quantiseLogits(Float32Array.of(20, 20, 0), 3, 1).values]).toEqual([
      PROBABILITY_ONE,
      PROBABILITY_ONE,
      32768,
    ]);
  });
});
