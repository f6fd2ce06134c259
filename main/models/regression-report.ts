import {
  jaccard,
  pairedDifference,
  summariseAgreement,
  type Counts,
} from '../../shared/agreement.js';
import type { Interval } from '../../shared/bootstrap.js';

/** One picture of the locked set under both models. */
export interface ScoredPicture {
  id: string;
  before: Counts;
  after: Counts;
}

/** What a change of model would do to a locked set of pictures. */
export interface RegressionReport {
  pictures: number;
  /** Per-image Jaccard, threshold Jaccard and failure rate, before and after. */
  rows: { name: (typeof reportedMetrics)[number]; before: Interval; after: Interval }[];
  /** Mean over pictures of the Jaccard after less that before. */
  difference: Interval;
  better: number;
  equal: number;
  worse: number;
  /** The pictures that lose most, worst first. */
  largestLosses: { id: string; before: number; after: number }[];
  /** Why the new model counts as worse; empty when it does not. */
  objections: string[];
}

export const reportedMetrics = ['meanJaccard', 'thresholdJaccard', 'failureRate'] as const;
const LARGEST_LOSSES = 5;
/** Below this a difference of two Jaccards is a matter of a few pixels. */
const EQUAL_WITHIN = 0.001;

/** Throws `bad-input` for no pictures at all. */
export function regressionReport(scored: readonly ScoredPicture[]): RegressionReport {
  const before = summariseAgreement(scored.map((picture) => picture.before));
  const after = summariseAgreement(scored.map((picture) => picture.after));
  const pairs = scored.map((picture) => ({
    id: picture.id,
    before: jaccard(picture.before),
    after: jaccard(picture.after),
  }));
  const better = pairs.filter((pair) => pair.after - pair.before > EQUAL_WITHIN);
  const losses = pairs
    .filter((pair) => pair.before - pair.after > EQUAL_WITHIN)
    .sort((a, b) => a.after - a.before - (b.after - b.before));
  const objections: string[] = [];
  if (after.meanJaccard.value < before.meanJaccard.value) {
    objections.push('the mean Jaccard is lower');
  }
  if (after.failureRate.value > before.failureRate.value) {
    objections.push('more pictures fail (Jaccard below 0.65)');
  }
  return {
    pictures: scored.length,
    rows: reportedMetrics.map((name) => ({ name, before: before[name], after: after[name] })),
    difference: pairedDifference(
      pairs.map((pair) => pair.before),
      pairs.map((pair) => pair.after),
    ),
    better: better.length,
    worse: losses.length,
    equal: pairs.length - better.length - losses.length,
    largestLosses: losses.slice(0, LARGEST_LOSSES),
    objections,
  };
}
