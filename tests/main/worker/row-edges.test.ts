import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bandOf, type RowEdges } from '../../../main/worker/row-edges.js';

interface Map {
  width: number;
  height: number;
  inside: boolean[];
}

const mapArbitrary = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc
      .array(fc.boolean(), { minLength: width * height, maxLength: width * height })
      .map((inside): Map => ({ width, height, inside })),
  );

function edgesOf({ width, height, inside }: Map): RowEdges {
  const columns: number[] = [];
  const rowStarts = [0];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x <= width; x += 1) {
      const before = x > 0 && inside[y * width + x - 1] === true;
      const here = x < width && inside[y * width + x] === true;
      if (before !== here) columns.push(x);
    }
    rowStarts.push(columns.length);
  }
  return { columns, rowStarts };
}

/** The definition itself, one pixel at a time. */
function holdsBoth({ width, height, inside }: Map, x: number, y: number, radius: number): boolean {
  const seen = new Set<boolean | undefined>();
  for (let row = Math.max(y - radius, 0); row <= Math.min(y + radius, height - 1); row += 1) {
    for (let column = Math.max(x - radius, 0); column <= Math.min(x + radius, width - 1); column++)
      seen.add(inside[row * width + column]);
  }
  return seen.size === 2;
}

test('the band is where the surroundings hold both sides', () => {
  fc.assert(
    fc.property(mapArbitrary, fc.integer({ min: 1, max: 3 }), (map, radius) => {
      const band = bandOf(map.width, map.height, edgesOf(map), radius);
      const expected = [...map.inside.keys()].filter((index) =>
        holdsBoth(map, index % map.width, Math.floor(index / map.width), radius),
      );
      expect(band.toSorted((a, b) => a - b)).toEqual(expected);
    }),
  );
});
