import { bootstrapInterval, meanAt, resamples, type Interval } from './bootstrap.js';
import { AppError } from './errors.js';

/**
 * Agreement of a predicted mask with its truth: one definition each, the same as in
 * models/training/metrics.py (tests/fixtures/metrics holds the shared cases).
 */
export interface Counts {
  readonly tp: number;
  readonly fp: number;
  readonly fn: number;
  readonly tn: number;
}

/** The ISIC task 1 score counts a picture below this Jaccard as a failure. */
const thresholdJaccardAt = 0.65;

/** Pixel counts of two masks of one size, non-zero = foreground. Throws `bad-input` otherwise. */
export function countAgreement(predicted: Uint8Array, truth: Uint8Array): Counts {
  if (predicted.length !== truth.length) {
    throw new AppError(
      'bad-input',
      `masks differ in size: ${String(predicted.length)} and ${String(truth.length)} pixels`,
    );
  }
  let [tp, fp, fn] = [0, 0, 0];
  for (let index = 0; index < truth.length; index += 1) {
    if (predicted[index] !== 0) {
      if (truth[index] !== 0) tp += 1;
      else fp += 1;
    } else if (truth[index] !== 0) fn += 1;
  }
  return { tp, fp, fn, tn: truth.length - tp - fp - fn };
}

/** Nothing over nothing is agreement: empty against empty scores 1. */
function ratio(numerator: number, denominator: number): number {
  return denominator === 0 ? 1 : numerator / denominator;
}

/** TP / (TP + FP + FN). */
export function jaccard({ tp, fp, fn }: Counts): number {
  return ratio(tp, tp + fp + fn);
}

/** 2 TP / (2 TP + FP + FN). */
export function dice({ tp, fp, fn }: Counts): number {
  return ratio(2 * tp, 2 * tp + fp + fn);
}

function accuracy({ tp, fp, fn, tn }: Counts): number {
  return ratio(tp + tn, tp + fp + fn + tn);
}

/** TP / (TP + FN). */
export function sensitivity({ tp, fn }: Counts): number {
  return ratio(tp, tp + fn);
}

/** TN / (TN + FP). */
export function specificity({ tn, fp }: Counts): number {
  return ratio(tn, tn + fp);
}

/** Counts summed over pictures: pooled scores weigh pictures by their lesions' size. */
function pooled(rows: Uint32Array, counts: readonly Counts[]): Counts {
  const sum = { tp: 0, fp: 0, fn: 0, tn: 0 };
  for (const row of rows) {
    const { tp = 0, fp = 0, fn = 0, tn = 0 } = counts[row] ?? {};
    sum.tp += tp;
    sum.fp += fp;
    sum.fn += fn;
    sum.tn += tn;
  }
  return sum;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Whether a picture's Jaccard counts as a failure: below 0.65. */
export function isFailure(value: number): boolean {
  return value < thresholdJaccardAt;
}

/** Mean of J where J >= 0.65, else 0: the score of ISIC challenge task 1. */
export function thresholdJaccard(values: readonly number[]): number {
  return mean(values.map((value) => (isFailure(value) ? 0 : value)));
}

export const metricDefinitions = {
  pooledIou: 'intersection over union of pixel counts summed over all pictures',
  pooledDsc: '2 TP / (2 TP + FP + FN) of pixel counts summed over all pictures',
  accuracy: '(TP + TN) / all pixels, summed over all pictures',
  sensitivity: 'TP / (TP + FN), summed over all pictures',
  specificity: 'TN / (TN + FP), summed over all pictures',
  meanJaccard: 'mean over pictures of each one’s intersection over union',
  meanDice: 'mean over pictures of each one’s Dice coefficient',
  thresholdJaccard: 'mean over pictures of J where J >= 0.65, else 0 (ISIC task 1 score)',
  failureRate: 'share of pictures with J < 0.65',
} as const;

export type MetricName = keyof typeof metricDefinitions;

/** How a score is made of many pictures; scores of different kinds must not be compared. */
export type Averaging = 'pooled' | 'per image' | 'threshold';

export const metricAveraging: Record<MetricName, Averaging> = {
  pooledIou: 'pooled',
  pooledDsc: 'pooled',
  accuracy: 'pooled',
  sensitivity: 'pooled',
  specificity: 'pooled',
  meanJaccard: 'per image',
  meanDice: 'per image',
  thresholdJaccard: 'threshold',
  failureRate: 'threshold',
};

/** Of the pictures at `rows`, which a resample may name more than once. */
type Metric = (
  rows: Uint32Array,
  counts: readonly Counts[],
  perPicture: { jaccards: Float64Array; dices: Float64Array },
) => number;

const metrics: Record<MetricName, Metric> = {
  pooledIou: (rows, counts) => jaccard(pooled(rows, counts)),
  pooledDsc: (rows, counts) => dice(pooled(rows, counts)),
  accuracy: (rows, counts) => accuracy(pooled(rows, counts)),
  sensitivity: (rows, counts) => sensitivity(pooled(rows, counts)),
  specificity: (rows, counts) => specificity(pooled(rows, counts)),
  meanJaccard: (rows, _counts, { jaccards }) => meanAt(jaccards, rows),
  meanDice: (rows, _counts, { dices }) => meanAt(dices, rows),
  thresholdJaccard: (rows, _counts, { jaccards }) =>
    meanOf(rows, (row) => (isFailure(jaccards[row] ?? 0) ? 0 : (jaccards[row] ?? 0))),
  failureRate: (rows, _counts, { jaccards }) =>
    meanOf(rows, (row) => (isFailure(jaccards[row] ?? 0) ? 1 : 0)),
};

function meanOf(rows: Uint32Array, value: (row: number) => number): number {
  let sum = 0;
  for (const row of rows) sum += value(row);
  return sum / rows.length;
}

/**
 * Every metric with its 95 % bootstrap interval over pictures (percentile method, 1000 draws).
 * Throws `bad-input` for no pictures at all.
 */
export function summariseAgreement(counts: readonly Counts[]): Record<MetricName, Interval> {
  if (counts.length === 0) throw new AppError('bad-input', 'there are no pictures to score');
  const samples = resamples(counts.length);
  const perPicture = {
    jaccards: Float64Array.from(counts, jaccard),
    dices: Float64Array.from(counts, dice),
  };
  const names = Object.keys(metrics) as MetricName[];
  const rows = names.map((name) => {
    const measure = (drawn: Uint32Array): number => metrics[name](drawn, counts, perPicture);
    return [name, bootstrapInterval(measure, samples)] as const;
  });
  return Object.fromEntries(rows) as Record<MetricName, Interval>;
}

/**
 * Mean of after - before over pictures, with its 95 % bootstrap interval: pictures are drawn
 * together with both of their values, so what they share cancels out.
 * Throws `bad-input` for no pictures at all or lists of different lengths.
 */
export function pairedDifference(before: readonly number[], after: readonly number[]): Interval {
  if (before.length === 0 || before.length !== after.length) {
    throw new AppError('bad-input', 'there must be as many values before as after, and some');
  }
  const differences = after.map((value, index) => value - (before[index] ?? Number.NaN));
  return bootstrapInterval((rows) => meanAt(differences, rows), resamples(differences.length));
}
