import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { summariseAgreement } from '../../../shared/agreement.js';
import { scoreContradiction, statedTolerance } from '../../../shared/comparison/score-bounds.js';

describe('bounds between Dice and Jaccard', () => {
  test('rows that no measurement can give are refused with the reason', () => {
    // As published for DSNet: the two cannot be of one measurement.
    const published = { pooledIou: 0.813, pooledDsc: 0.8981 };
    expect(scoreContradiction(published, statedTolerance)).toMatch(/0\.8981 is not .* 0\.8969/);
    const tooHigh = { meanJaccard: 0.8, meanDice: 0.9 };
    expect(scoreContradiction(tooHigh, statedTolerance)).toContain('above 2J/(1+J)');
    const tooLow = { meanJaccard: 0.8, meanDice: 0.7 };
    expect(scoreContradiction(tooLow, statedTolerance)).toContain('below');
    expect(scoreContradiction({ meanJaccard: 0.8 }, statedTolerance)).toBeNull();
  });

  test('every real measurement passes', () => {
    const count = fc.nat({ max: 500 });
    const counts = fc.record({ tp: count, fp: count, fn: count, tn: count });
    fc.assert(
      fc.property(fc.array(counts, { minLength: 1, maxLength: 4 }), (rows) => {
        const { meanDice, meanJaccard, pooledDsc, pooledIou } = summariseAgreement(rows);
        const stated = {
          meanDice: meanDice.value,
          meanJaccard: meanJaccard.value,
          pooledDsc: pooledDsc.value,
          pooledIou: pooledIou.value,
        };
        expect(scoreContradiction(stated, 1e-9)).toBeNull();
      }),
      { numRuns: 30 },
    );
  });
});
