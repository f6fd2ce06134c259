import { describe, expect, test } from 'vitest';
import { combine, memberAgreement, votesOf } from '../../../../main/worker/predict/ensemble.js';
import { ensemble, gridOf, largestDifference } from './golden.js';

describe('combined as in Python', () => {
  test.each(ensemble.cases)('$name', (golden) => {
    const { width, height, members, thresholds } = golden;
    const grids = members.map((member) => gridOf(member, width, height));
    const votes = votesOf(grids, thresholds);
    for (const combination of ['mean', 'staple'] as const) {
      const found = combine(combination, grids, votes);
      const expected = gridOf(golden[combination], width, height);
      expect(found).toMatchObject({ width, height });
      expect(largestDifference(found.values, expected.values), combination).toBeLessThanOrEqual(1);
    }
    expect(memberAgreement(votes, members.length)).toBeCloseTo(golden.memberAgreement, 12);
  });
});
