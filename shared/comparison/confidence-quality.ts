import { isFailure } from '../agreement.js';

/** One picture as a model judged it and as it was. */
export interface JudgedPicture {
  readonly confidence: number;
  readonly jaccard: number;
}

/** Pictures whose confidence lies between two tenths. */
export interface CalibrationBin {
  readonly from: number;
  readonly to: number;
  readonly pictures: number;
  /** NaN-free: empty bins are left out. */
  readonly meanConfidence: number;
  readonly meanJaccard: number;
}

export interface Calibration {
  readonly bins: readonly CalibrationBin[];
  /** Mean over pictures of how far their bin's confidence is from its Jaccard. */
  readonly expectedError: number;
}

const binCount = 10;

/** How the confidence compares with the Jaccard it estimates, in tenths of the confidence. */
export function calibrationOf(pictures: readonly JudgedPicture[]): Calibration {
  const bins: CalibrationBin[] = [];
  let expectedError = 0;
  for (let bin = 0; bin < binCount; bin += 1) {
    const inside = pictures.filter(({ confidence }) => binOf(confidence) === bin);
    if (inside.length === 0) continue;
    const meanConfidence = mean(inside.map(({ confidence }) => confidence));
    const meanJaccard = mean(inside.map(({ jaccard }) => jaccard));
    expectedError += (Math.abs(meanConfidence - meanJaccard) * inside.length) / pictures.length;
    const [from, to] = [bin / binCount, (bin + 1) / binCount];
    bins.push({ from, to, pictures: inside.length, meanConfidence, meanJaccard });
  }
  return { bins, expectedError };
}

function binOf(confidence: number): number {
  return Math.min(binCount - 1, Math.floor(confidence * binCount));
}

export interface ReviewPoint {
  /** Share of all pictures that is reviewed, the least confident first. */
  readonly reviewed: number;
  /** Share of the failures (J < 0.65) among them. */
  readonly found: number;
  /** The same had the pictures been ranked by their Jaccard. */
  readonly perfect: number;
}

const reviewStep = 0.05;

/**
 * What reviewing the least confident pictures finds, from nothing to everything; null where no
 * picture failed, since then there is nothing to find.
 */
export function reviewCurve(pictures: readonly JudgedPicture[]): ReviewPoint[] | null {
  const failures = pictures.filter(failed).length;
  if (failures === 0) return null;
  const byConfidence = pictures.toSorted((a, b) => a.confidence - b.confidence);
  const byJaccard = pictures.toSorted((a, b) => a.jaccard - b.jaccard);
  return Array.from({ length: Math.round(1 / reviewStep) + 1 }, (_, step) => {
    const reviewed = Math.min(1, step * reviewStep);
    const count = Math.round(reviewed * pictures.length);
    const foundIn = (ranked: readonly JudgedPicture[]): number =>
      ranked.slice(0, count).filter(failed).length / failures;
    return { reviewed, found: foundIn(byConfidence), perfect: foundIn(byJaccard) };
  });
}

/**
 * (found - random) / (perfect - random) at a share of the pictures: 0 is chance, 1 a ranking by
 * the Jaccard itself. Null where there is nothing to rank.
 */
export function reviewGain(curve: readonly ReviewPoint[] | null, share: number): number | null {
  const point = curve?.find(({ reviewed }) => Math.abs(reviewed - share) < reviewStep / 2);
  if (point === undefined || point.perfect <= share) return null;
  return (point.found - share) / (point.perfect - share);
}

function failed({ jaccard }: JudgedPicture): boolean {
  return isFailure(jaccard);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
