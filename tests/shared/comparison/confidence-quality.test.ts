import { expect, test } from 'vitest';
import {
  calibrationOf,
  reviewCurve,
  reviewGain,
} from '../../../shared/comparison/confidence-quality.js';

const picture = (confidence: number, jaccard: number) => ({ confidence, jaccard });

test('calibration holds the mean confidence of a tenth against its mean Jaccard', () => {
  const { bins, expectedError } = calibrationOf([
    picture(0.92, 0.9),
    picture(0.98, 0.7),
    picture(0.31, 0.4),
    picture(1, 1),
  ]);
  expect(bins.map(({ from, pictures }) => [from, pictures])).toEqual([
    [0.3, 1],
    [0.9, 3],
  ]);
  // |0.31 - 0.4| of one picture and |0.9667 - 0.8667| of three.
  expect(expectedError).toBeCloseTo((0.09 + 3 * 0.1) / 4, 10);
});

test('a ranking by the Jaccard itself finds what can be found', () => {
  const pictures = Array.from({ length: 20 }, (_, index) => picture(index / 20, index / 20));
  const curve = reviewCurve(pictures);
  expect(curve?.[0]).toEqual({ reviewed: 0, found: 0, perfect: 0 });
  expect(curve?.at(-1)).toEqual({ reviewed: 1, found: 1, perfect: 1 });
  // 13 of the 20 fail; reviewing four finds four of them.
  expect(curve?.[4]?.found).toBeCloseTo(4 / 13, 10);
  expect(reviewGain(curve, 0.2)).toBeCloseTo(1, 10);
  expect(reviewGain(curve, 0.4)).toBeCloseTo(1, 10);
});

test('a ranking the wrong way round gains less than chance', () => {
  const pictures = Array.from({ length: 20 }, (_, index) => picture(1 - index / 20, index / 20));
  expect(reviewGain(reviewCurve(pictures), 0.2)).toBeLessThan(0);
});

test('without failures there is nothing to find', () => {
  expect(reviewCurve([picture(0.5, 0.9)])).toBeNull();
  expect(reviewGain(null, 0.2)).toBeNull();
});
