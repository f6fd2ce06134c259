import fc from 'fast-check';
import { expect, test } from 'vitest';
import { majorityOf, votedMask } from '../../../shared/comparison/votes.js';
import { emptyMask, maskFromPixels, maskToPixels } from '../../../shared/labelmap.js';

const [width, height] = [7, 4];
const pixels = fc
  .array(fc.nat({ max: 1 }), { minLength: width * height, maxLength: width * height })
  .map((values) => Uint8Array.from(values));

test('counts for every pixel how many masks hold it', () => {
  fc.assert(
    fc.property(
      fc.array(pixels, { minLength: 1, maxLength: 5 }),
      fc.integer({ min: 1, max: 5 }),
      (all, votes) => {
        const voted = votedMask(
          all.map((each) => maskFromPixels(each, width, height)),
          votes,
        );
        const expected = Uint8Array.from({ length: width * height }, (_, at) =>
          all.reduce((sum, each) => sum + (each[at] ?? 0), 0) >= votes ? 1 : 0,
        );
        expect(maskToPixels(voted)).toEqual(expected);
      },
    ),
  );
});

test('a majority is more than half', () => {
  expect([1, 2, 3, 4, 5].map(majorityOf)).toEqual([1, 2, 2, 3, 3]);
});

test('nothing to vote with is an error', () => {
  expect(() => votedMask([], 1)).toThrow(/no masks/);
  expect(() => votedMask([emptyMask(2, 2), emptyMask(3, 2)], 1)).toThrow(/one size/);
});
