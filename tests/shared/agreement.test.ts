import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  countAgreement,
  dice,
  jaccard,
  pairedDifference,
  summariseAgreement,
  thresholdJaccard,
} from '../../shared/agreement.js';

const counts = fc.record({
  tp: fc.nat(1000),
  fp: fc.nat(1000),
  fn: fc.nat(1000),
  tn: fc.nat(1000),
});

describe('agreement', () => {
  test('counts every pixel once', () => {
    const predicted = Uint8Array.of(255, 255, 0, 0, 1);
    const truth = Uint8Array.of(1, 0, 1, 0, 1);
    expect(countAgreement(predicted, truth)).toEqual({ tp: 2, fp: 1, fn: 1, tn: 1 });
  });

  test('masks of different sizes are refused', () => {
    expect(() => countAgreement(new Uint8Array(3), new Uint8Array(4))).toThrow(/differ in size/);
  });

  test('empty against empty is perfect, empty against something is nothing', () => {
    expect(jaccard({ tp: 0, fp: 0, fn: 0, tn: 9 })).toBe(1);
    expect(dice({ tp: 0, fp: 0, fn: 0, tn: 9 })).toBe(1);
    expect(jaccard({ tp: 0, fp: 0, fn: 3, tn: 6 })).toBe(0);
  });

  test('Dice and Jaccard of one picture obey D = 2J / (1 + J)', () => {
    fc.assert(
      fc.property(counts, (c) => {
        const j = jaccard(c);
        expect(dice(c)).toBeCloseTo((2 * j) / (1 + j), 12);
      }),
    );
  });

  test('mean Dice never exceeds what the mean Jaccard allows', () => {
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 8 }), (rows) => {
        const { meanDice, meanJaccard, pooledDsc, pooledIou } = summariseAgreement(rows);
        const bound = (j: number) => (2 * j) / (1 + j);
        expect(meanDice.value).toBeLessThanOrEqual(bound(meanJaccard.value) + 1e-12);
        expect(pooledDsc.value).toBeCloseTo(bound(pooledIou.value), 12);
      }),
      { numRuns: 15 },
    );
  });

  test('the threshold score drops pictures below 0.65 to nothing', () => {
    expect(thresholdJaccard([0.65, 0.64, 1])).toBeCloseTo((0.65 + 0 + 1) / 3, 12);
  });

  test('intervals hold the value and repeat for one seed', () => {
    const rows = Array.from({ length: 40 }, (_value, index) => ({
      tp: 50 + index,
      fp: index % 7,
      fn: index % 5,
      tn: 100,
    }));
    const summary = summariseAgreement(rows);
    expect(summary.meanJaccard.low).toBeLessThan(summary.meanJaccard.value);
    expect(summary.meanJaccard.high).toBeGreaterThan(summary.meanJaccard.value);
    expect(summariseAgreement(rows)).toEqual(summary);
  });

  test('no pictures are an error, not a score', () => {
    expect(() => summariseAgreement([])).toThrow(/no pictures/);
  });
});

describe('a paired difference', () => {
  test('of lists that differ by a constant is that constant, without doubt', () => {
    const { value, low, high } = pairedDifference([0.1, 0.5, 0.9], [0.2, 0.6, 1]);
    for (const found of [value, low, high]) expect(found).toBeCloseTo(0.1);
  });

  test('changes its sign with the order', () => {
    const forward = pairedDifference([0.1, 0.7, 0.4], [0.3, 0.2, 0.8]);
    const backward = pairedDifference([0.3, 0.2, 0.8], [0.1, 0.7, 0.4]);
    expect(backward.value).toBeCloseTo(-forward.value);
    expect(backward.low).toBeCloseTo(-forward.high);
  });

  test('of lists of different lengths, or none, is refused', () => {
    expect(() => pairedDifference([1], [1, 2])).toThrow(/as many/);
    expect(() => pairedDifference([], [])).toThrow(/some/);
  });
});
