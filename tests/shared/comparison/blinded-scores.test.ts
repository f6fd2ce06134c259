import { expect, test } from 'vitest';
import type { RevealedCase } from '../../../shared/blinded.js';
import { blindedScores } from '../../../shared/comparison/blinded-scores.js';
import { wilsonInterval } from '../../../shared/comparison/wilson.js';

function decided(choice: string | null, ratings: RevealedCase['ratings'] = {}): RevealedCase {
  return {
    instanceId: 'instance-0',
    fileName: 'a.png',
    order: ['a', 'b', 'c'],
    revisions: {},
    choice,
    ratings,
    answeredAtMs: 1,
  };
}

test('choices and ratings are counted by source and by pair', () => {
  const scores = blindedScores(
    ['a', 'b', 'c'],
    [
      decided('a', { a: 5, b: 3 }),
      decided('a', { a: 4, b: 3, c: 1 }),
      decided('b', { a: 2, b: 4 }),
      decided('none', { a: 3, b: 3 }),
      decided(null, { c: 2 }),
    ],
  );
  expect(scores).toMatchObject({ cases: 5, decided: 4, noPreference: 1 });
  expect(scores.sources).toMatchObject([
    { key: 'a', chosen: 2, share: wilsonInterval(2, 4), rated: 4, meanRating: { value: 3.5 } },
    { key: 'b', chosen: 1, share: wilsonInterval(1, 4), rated: 4, meanRating: { value: 3.25 } },
    { key: 'c', chosen: 0, share: { value: 0, low: 0 }, rated: 2, meanRating: { value: 1.5 } },
  ]);
  const [ab, ac, bc] = scores.pairs;
  expect(ab).toMatchObject({ aChosen: 2, bChosen: 1, aShare: wilsonInterval(2, 3), rated: 4 });
  // Of the differences 2, 1, -2 and 0, the ranks of the gains are 2.5 and 1.
  expect(ab?.meanDifference?.value).toBe(0.25);
  expect(ab?.signedRank).toMatchObject({ n: 3, statistic: 2.5 });
  expect(ab?.signedRank?.pHolm).toBeGreaterThanOrEqual(ab?.signedRank?.p ?? 1);
  expect(ac).toMatchObject({ rated: 1, meanDifference: { value: 3 } });
  expect(bc).toMatchObject({ aChosen: 1, bChosen: 0, aShare: { value: 1, high: 1 } });
});

test('of nothing decided and nothing rated nothing is claimed', () => {
  const scores = blindedScores(['a', 'b'], [decided(null)]);
  expect(scores.sources[0]).toMatchObject({ share: null, meanRating: null });
  expect(scores.pairs[0]).toMatchObject({ aShare: null, meanDifference: null, signedRank: null });
});
