import { jaccard, pairedDifference } from '../../shared/agreement.js';
import { bootstrapInterval, meanAt, resamples, type Interval } from '../../shared/bootstrap.js';
import { countMasks } from '../../shared/comparison/mask-agreement.js';
import { holmAdjusted, signedRankTest } from '../../shared/comparison/signed-rank.js';
import type { PairReport } from './report.js';
import type { ScoredModel } from './score-models.js';

/** Jaccards that differ by no more are a draw. */
const drawUpTo = 0.01;

/** Every two models held against each other, the tests adjusted for their number. */
export function comparePairs(scored: readonly ScoredModel[]): PairReport[] {
  const pairs = scored.flatMap((a, index) => scored.slice(index + 1).map((b) => ({ a, b })));
  const tests = pairs.map(({ a, b }) => againstTruth(a, b));
  const adjusted = holmAdjusted(tests.map((test) => test?.signedRank.p ?? 1));
  return pairs.map(({ a, b }, index) => {
    const test = tests[index] ?? null;
    const pHolm = adjusted[index] ?? 1;
    return {
      a: a.measured.model.manifest.id,
      b: b.measured.model.manifest.id,
      meanIou: meanIou(a, b),
      ...(test && { against: { ...test, signedRank: { ...test.signedRank, pHolm } } }),
    };
  });
}

function meanIou(a: ScoredModel, b: ScoredModel): Interval {
  const ious = a.masks.map((mask, index) => jaccard(countMasks(mask, b.masks[index] ?? mask)));
  return bootstrapInterval((rows) => meanAt(ious, rows), resamples(ious.length));
}

function againstTruth({ jaccards: ofA }: ScoredModel, { jaccards: ofB }: ScoredModel) {
  if (ofA === null || ofB === null) return null;
  const differences = Array.from(ofA, (value, index) => value - (ofB[index] ?? value));
  return {
    meanDifference: pairedDifference(Array.from(ofB), Array.from(ofA)),
    wins: differences.filter((difference) => difference > drawUpTo).length,
    losses: differences.filter((difference) => difference < -drawUpTo).length,
    draws: differences.filter((difference) => Math.abs(difference) <= drawUpTo).length,
    signedRank: signedRankTest(differences),
  };
}
