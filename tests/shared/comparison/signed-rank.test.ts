import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { holmAdjusted, signedRankTest } from '../../../shared/comparison/signed-rank.js';

/** Made with scipy and statsmodels by write_cases.py beside the file. */
const golden = z
  .object({
    signedRank: z.array(
      z.object({
        name: z.string(),
        differences: z.array(z.number()),
        method: z.enum(['exact', 'normal']),
        statistic: z.number(),
        p: z.number(),
      }),
    ),
    holm: z.object({ ps: z.array(z.number()), adjusted: z.array(z.number()) }),
  })
  .parse(
    JSON.parse(
      readFileSync(new URL('../../fixtures/comparison/cases.json', import.meta.url), 'utf8'),
    ),
  );

describe('the signed-rank test gives what scipy gives', () => {
  test.each(golden.signedRank)('$name', ({ differences, method, statistic, p }) => {
    const found = signedRankTest(differences);
    expect(found.method).toBe(method);
    expect(found.statistic).toBe(statistic);
    expect(Math.abs(found.p / p - 1)).toBeLessThan(1e-10);
  });

  test('the order of the two models does not matter', () => {
    for (const { differences } of golden.signedRank) {
      const swapped = signedRankTest(differences.map((difference) => -difference));
      expect(swapped.p).toBeCloseTo(signedRankTest(differences).p, 12);
    }
  });

  test('no difference at all is no evidence', () => {
    expect(signedRankTest([0, 0, 0])).toMatchObject({ n: 0, p: 1 });
    expect(signedRankTest([])).toMatchObject({ n: 0, p: 1 });
  });
});

test('Holm adjusts as statsmodels does', () => {
  const { ps, adjusted } = golden.holm;
  for (const [index, p] of holmAdjusted(ps).entries()) expect(p).toBeCloseTo(adjusted[index] ?? 2);
  expect(holmAdjusted([])).toEqual([]);
});
