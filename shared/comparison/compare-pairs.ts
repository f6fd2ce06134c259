import { pairedDifference } from '../agreement.js';
import { bootstrapInterval, meanAt, resamples, type Interval } from '../bootstrap.js';
import type { PictureRow } from './picture-row.js';
import type { PairReport } from './report.js';
import { holmAdjusted, signedRankTest } from './signed-rank.js';

/** Jaccards that differ by no more are a draw. */
const drawUpTo = 0.01;

/** What of a model is held against another's. */
export interface PairedModel {
  readonly id: string;
  /** Of the same pictures for all models; null without known masks. */
  readonly jaccards: readonly number[] | null;
}

/** How a picture went for the first of two models. */
export function outcomeOf(difference: number): 'win' | 'loss' | 'draw' {
  if (Math.abs(difference) <= drawUpTo) return 'draw';
  return difference > 0 ? 'win' : 'loss';
}

/** Every two models held against each other, the tests adjusted for their number. */
export function comparePairs(
  models: readonly PairedModel[],
  rows: readonly PictureRow[],
): PairReport[] {
  const pairs = models.flatMap((a, index) => models.slice(index + 1).map((b) => ({ a, b })));
  const tests = pairs.map(({ a, b }) => againstTruth(a, b));
  const adjusted = holmAdjusted(tests.map((test) => test?.signedRank.p ?? 1));
  return pairs.map(({ a, b }, index) => {
    const test = tests[index] ?? null;
    const pHolm = adjusted[index] ?? 1;
    return {
      a: a.id,
      b: b.id,
      meanIou: meanIou(rows, index),
      ...(test && { against: { ...test, signedRank: { ...test.signedRank, pHolm } } }),
    };
  });
}

function meanIou(rows: readonly PictureRow[], pair: number): Interval {
  const ious = rows.map((row) => row.ious[pair] ?? Number.NaN);
  return bootstrapInterval((drawn) => meanAt(ious, drawn), resamples(ious.length));
}

function againstTruth({ jaccards: ofA }: PairedModel, { jaccards: ofB }: PairedModel) {
  if (ofA === null || ofB === null) return null;
  const differences = ofA.map((value, index) => value - (ofB[index] ?? value));
  const outcomes = differences.map(outcomeOf);
  return {
    meanDifference: pairedDifference(ofB, ofA),
    wins: outcomes.filter((outcome) => outcome === 'win').length,
    losses: outcomes.filter((outcome) => outcome === 'loss').length,
    draws: outcomes.filter((outcome) => outcome === 'draw').length,
    signedRank: signedRankTest(differences),
  };
}
