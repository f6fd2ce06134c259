import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardedMask } from '../../../renderer/annotation/guarded-mask.js';
import { islandOutcome } from '../../../renderer/annotation/island-outcome.js';
import { islandsOf } from '../../../shared/components.js';
import {
  emptyMask,
  intersectMasks,
  maskArea,
  maskFromPixels,
  masksEqual,
  maskToPixels,
  subtractMasks,
  unionMasks,
  xorMasks,
  type RunLengthMask,
} from '../../../shared/labelmap.js';

const size = { width: 11, height: 8 };
const anyMask = fc
  .array(fc.boolean(), { minLength: 88, maxLength: 88 })
  .map((values) => maskFromPixels(Uint8Array.from(values, Number), size.width, size.height));
const free = (target: RunLengthMask): RunLengthMask => target;

/** What steps over sides and corners reach from a pixel, as plainly as can be said. */
function around(mask: RunLengthMask, x: number, y: number): RunLengthMask {
  const [pixels, reached] = [maskToPixels(mask), new Uint8Array(size.width * size.height)];
  const visit = (column: number, row: number): void => {
    if (column < 0 || row < 0 || column >= size.width || row >= size.height) return;
    const index = row * size.width + column;
    if (pixels[index] === 0 || reached[index] === 1) return;
    reached[index] = 1;
    for (const down of [-1, 0, 1]) {
      for (const across of [-1, 0, 1]) visit(column + across, row + down);
    }
  };
  visit(x, y);
  return maskFromPixels(reached, size.width, size.height);
}

describe('islands of a mask', () => {
  test('are what steps over sides and corners reach, and nothing is beside them', () => {
    fc.assert(
      fc.property(anyMask, (mask) => {
        const islands = islandsOf(mask);
        const pixels = maskToPixels(mask);
        for (const [index, value] of pixels.entries()) {
          const [x, y] = [index % size.width, Math.floor(index / size.width)];
          const found = islands.at(x, y);
          if (value === 0) expect(found).toBe(null);
          else expect(masksEqual(islands.island(found ?? -1), around(mask, x, y))).toBe(true);
        }
        const all = Array.from({ length: islands.count }, (_value, index) => islands.island(index));
        const together = all.reduce(unionMasks, emptyMask(size.width, size.height));
        expect(masksEqual(together, mask)).toBe(true);
        expect(all.reduce((sum, island) => sum + maskArea(island), 0)).toBe(maskArea(mask));
      }),
      { numRuns: 30 },
    );
  });

  test('are none beside the picture', () => {
    const islands = islandsOf(maskFromPixels(new Uint8Array(88).fill(1), size.width, size.height));
    expect(islands.count).toBe(1);
    for (const [x, y] of [
      [-1, 0],
      [11, 0],
      [0, -1],
      [0, 8],
    ] as const) {
      expect(islands.at(x, y)).toBe(null);
    }
  });
});

describe('an act on an island', () => {
  const pick = fc.tuple(anyMask, fc.nat(), fc.constantFrom('keep-island', 'remove-island'));

  test('keeps it or takes it away, and says all that goes', () => {
    fc.assert(
      fc.property(pick, ([mask, number, act]) => {
        const islands = islandsOf(mask);
        if (islands.count === 0) return;
        const index = number % islands.count;
        const island = islands.island(index);
        const outcome = islandOutcome(islands, index, act, free);
        const expected = act === 'keep-island' ? island : subtractMasks(mask, island);
        expect(masksEqual(outcome.target, expected)).toBe(true);
        expect(masksEqual(outcome.removed, subtractMasks(mask, expected))).toBe(true);
        expect(outcome.parts).toBe(act === 'keep-island' ? islands.count - 1 : 1);
        expect(outcome.goes).toBe(maskArea(mask) - maskArea(expected));
        // The change toggled again brings all of it back.
        const change = xorMasks(mask, outcome.target);
        expect(masksEqual(xorMasks(outcome.target, change), mask)).toBe(true);
      }),
    );
  });

  test('leaves alone what edits are kept out of', () => {
    fc.assert(
      fc.property(pick, anyMask, fc.boolean(), ([mask, number, act], guard, inside) => {
        const islands = islandsOf(mask);
        if (islands.count === 0) return;
        const where = inside ? 'inside' : 'outside';
        const outcome = islandOutcome(islands, number % islands.count, act, (target) =>
          guardedMask(mask, target, guard, where),
        );
        const barred = inside
          ? subtractMasks(outcome.removed, guard)
          : intersectMasks(outcome.removed, guard);
        expect(maskArea(barred)).toBe(0);
        expect(maskArea(subtractMasks(outcome.target, mask))).toBe(0);
      }),
    );
  });
});
