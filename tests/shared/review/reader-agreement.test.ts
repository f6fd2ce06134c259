import { expect, test } from 'vitest';
import { maskArea, maskFromPixels } from '../../../shared/labelmap.js';
import {
  agreementOf,
  cohensKappa,
  consensusOf,
  disagreementBand,
  votesFor,
} from '../../../shared/review/reader-agreement.js';

const mask = (pixels: number[]) => maskFromPixels(Uint8Array.from(pixels), pixels.length, 1);

test('kappa is agreement beyond chance', () => {
  // Cohen's own layout: 20 and 15 agree, 5 and 10 do not; (0.7 - 0.5) / (1 - 0.5).
  expect(cohensKappa({ tp: 20, fp: 5, fn: 10, tn: 15 })).toBeCloseTo(0.4);
  expect(cohensKappa({ tp: 0, fp: 0, fn: 0, tn: 9 })).toBe(1);
  expect(cohensKappa({ tp: 0, fp: 5, fn: 5, tn: 0 })).toBe(-1);
});

test('dice, IoU and kappa of two masks, and where they differ', () => {
  const [a, b] = [mask([1, 1, 1, 0, 0, 0, 0, 0]), mask([0, 1, 1, 1, 0, 0, 0, 0])];
  const { dice, iou, kappa } = agreementOf(a, b);
  expect([dice, iou]).toEqual([2 / 3, 0.5]);
  expect(kappa).toBeCloseTo((6 / 8 - 34 / 64) / (1 - 34 / 64));
  expect(maskArea(disagreementBand([a, b]))).toBe(2);
  expect(maskArea(disagreementBand([a]))).toBe(0);
});

test('a consensus says how well each reader tells lesion from skin', () => {
  const good = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0];
  const wide = [1, 1, 1, 1, 1, 1, 0, 0, 0, 0];
  const masks = [mask(good), mask(good), mask(wide)];
  const majority = consensusOf('majority', masks);
  expect(maskArea(majority.mask)).toBe(4);
  expect(majority.rates[0]).toEqual({ sensitivity: 1, specificity: 1 });
  expect(majority.rates[2]).toEqual({ sensitivity: 1, specificity: 4 / 6 });
  const staple = consensusOf('staple', masks);
  expect(maskArea(staple.mask)).toBe(4);
  expect(staple.rates[0]?.specificity).toBeCloseTo(1, 3);
  expect(staple.rates[2]?.specificity).toBeCloseTo(4 / 6, 3);
});

test('of the lesion everybody says something, of an attribute who drew it', () => {
  const size = { width: 4, height: 1 };
  const drawn = mask([0, 1, 1, 0]);
  expect(votesFor('lesion', [drawn, null], size).map(maskArea)).toEqual([2, 0]);
  expect(votesFor('streaks', [null, drawn, mask([0, 0, 0, 0])], size).map(maskArea)).toEqual([
    2, 0,
  ]);
  for (const method of ['majority', 'staple'] as const) {
    const one = consensusOf(method, votesFor('streaks', [null, drawn], size));
    expect(one.mask).toEqual(drawn);
    expect(one.rates).toEqual([{ sensitivity: 1, specificity: 1 }]);
  }
});
