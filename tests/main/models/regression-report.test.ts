import { expect, test } from 'vitest';
import { regressionReport } from '../../../main/models/regression-report.js';
import type { Counts } from '../../../shared/agreement.js';

/** A lesion of 100 pixels of which `hit` are found, and nothing else: J = hit / 100. */
function found(hit: number): Counts {
  return { tp: hit, fp: 0, fn: 100 - hit, tn: 900 };
}

function scored(...pairs: [number, number][]) {
  return pairs.map(([before, after], index) => ({
    id: `picture-${String(index)}`,
    before: found(before),
    after: found(after),
  }));
}

test('counts what is better, equal and worse, and names the largest losses', () => {
  const report = regressionReport(scored([70, 90], [80, 80], [90, 88], [95, 85]));
  expect(report).toMatchObject({ pictures: 4, better: 1, equal: 1, worse: 2, objections: [] });
  expect(report.largestLosses).toEqual([
    { id: 'picture-3', before: 0.95, after: 0.85 },
    { id: 'picture-2', before: 0.9, after: 0.88 },
  ]);
  expect(report.difference.value).toBeCloseTo((0.2 - 0.02 - 0.1) / 4);
  expect(report.difference.low).toBeLessThan(0);
  expect(report.difference.high).toBeGreaterThan(0);
});

test('a lower mean is an objection, and so are more failures at a higher mean', () => {
  expect(regressionReport(scored([90, 80], [70, 70])).objections).toEqual([
    'the mean Jaccard is lower',
  ]);
  expect(regressionReport(scored([66, 64], [70, 90])).objections).toEqual([
    'more pictures fail (Jaccard below 0.65)',
  ]);
});
