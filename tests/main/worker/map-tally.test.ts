import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tallyMap } from '../../../main/worker/postprocess-kernel.js';

// Widths on both sides of the eight values that are counted at once.
const mapArbitrary = fc
  .record({ width: fc.integer({ min: 1, max: 19 }), height: fc.integer({ min: 1, max: 5 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.oneof(fc.integer({ min: 0, max: 65535 }), fc.constantFrom(0, 99, 100, 65535)), {
        minLength: width * height,
        maxLength: width * height,
      })
      .map((values) => ({ width, height, values })),
  );

const sumOf = (values: number[]) => values.reduce((sum, value) => sum + value, 0);

test('a map is counted as one counts it value by value', () => {
  fc.assert(
    fc.property(
      mapArbitrary,
      fc.constantFrom(0, 1, 100, 32768, 65535),
      fc.constantFrom({ from: 99, to: 100 }, { from: 6554, to: 58981 }, { from: 0, to: 65535 }),
      ({ width, height, values }, level, interval) => {
        const inside = values.filter((value) => value >= level);
        const columns: number[] = [];
        const rowStarts = [0];
        for (let row = 0; row < height; row += 1) {
          let before = false;
          for (let x = 0; x <= width; x += 1) {
            const here = x < width && (values[row * width + x] ?? 0) >= level;
            if (here !== before) columns.push(x);
            before = here;
          }
          rowStarts.push(columns.length);
        }
        const tally = tallyMap(Uint16Array.from(values), width, level, interval);
        expect({
          ...tally,
          edges: { columns: [...tally.edges.columns], rowStarts: [...tally.edges.rowStarts] },
        }).toEqual({
          edges: { columns, rowStarts },
          area: inside.length,
          sumInside: sumOf(inside),
          sum: sumOf(values),
          between: values.filter((value) => value >= interval.from && value <= interval.to).length,
        });
      },
    ),
  );
});

test('sums beyond 32 bits are whole', () => {
  const values = new Uint16Array(400 * 400).fill(65535);
  const { sum, sumInside, area } = tallyMap(values, 400, 1, { from: 0, to: 0 });
  expect([sum, sumInside, area]).toEqual([400 * 400 * 65535, 400 * 400 * 65535, 400 * 400]);
});
