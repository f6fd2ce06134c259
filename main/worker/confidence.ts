import type { Calibration } from '../models/manifest.js';
import { PROBABILITY_ONE, type ProbabilityGrid } from './postprocess.js';
import { tallyMap } from './postprocess-kernel.js';
import { bandOf, largestComponent, type RowEdges } from './row-edges.js';

/**
 * Signals of how far a probability map can be trusted, all in [0, 1], all in model space. With p
 * the probability of a pixel, `inside` the pixels with p >= threshold, and sums over all pixels
 * unless said otherwise:
 */
export const signalDefinitions = {
  /** sum of p over inside / (count of inside + sum of p outside); 1 where both are 0. */
  expectedJaccard: 'expected Jaccard of the mask if p is right',
  /** mean of |2p - 1| over the band: pixels whose 5 x 5 surroundings hold inside and outside;
   * surroundings are cut at the border; 0 without a band. */
  boundaryMargin: 'mean distance of p from even odds near the outline',
  /** count of inside / count of pixels. */
  areaShare: 'share of the picture that is lesion',
  /** 1 - pixels of the largest 4-connected component of inside / count of inside; 0 if empty. */
  fragmentShare: 'share of the lesion outside its largest piece',
  /** mean of p over inside; 0 if empty. */
  meanForeground: 'mean probability of the lesion',
  /** count of pixels with 0.1 < p < 0.9 / (that count + count of inside); 0 if both are 0. */
  uncertainShare: 'undecided pixels against the lesion',
  /** share of the map's outermost pixels that are inside. */
  borderShare: 'share of the field’s border that is lesion',
} as const;

export type SignalName = keyof typeof signalDefinitions;
export type Signals = Record<SignalName, number>;

/** What an ensemble has beyond them. */
export interface EnsembleSignals {
  /**
   * Mean Jaccard over the pairs of the members' masks, each at its own threshold and at the
   * ensemble's map size; 1 for two empty masks.
   */
  memberAgreement?: number;
}

const BAND_RADIUS = 2;
/** 0.1 < p < 0.9 */
const UNCERTAIN = {
  from: Math.floor(0.1 * PROBABILITY_ONE) + 1,
  to: Math.ceil(0.9 * PROBABILITY_ONE) - 1,
};

/**
 * An estimate of the prediction's Jaccard: sigmoid(bias + sum of weight x signal) as calibrated in
 * the manifest. A model without calibration gets its expected Jaccard, which takes the
 * probabilities at their word.
 */
export function confidenceOf(signals: Signals & EnsembleSignals, calibration: Calibration): number {
  if (calibration === null) return signals.expectedJaccard;
  const known = new Map(Object.entries(signals));
  const sum = Object.entries(calibration.weights).reduce(
    (total, [name, weight]) => total + weight * (known.get(name) ?? 0),
    calibration.bias,
  );
  return 1 / (1 + Math.exp(-sum));
}

export function signalsOf(grid: ProbabilityGrid, threshold: number): Signals {
  const { width, values } = grid;
  const level = Math.ceil(threshold * PROBABILITY_ONE);
  const tally = tallyMap(values, width, level, UNCERTAIN);
  const { edges, area, sumInside, between: uncertain } = tally;
  const sumOutside = tally.sum - sumInside;
  const union = area + sumOutside / PROBABILITY_ONE;
  return {
    expectedJaccard: union === 0 ? 1 : sumInside / PROBABILITY_ONE / union,
    boundaryMargin: bandMargin(grid, edges),
    areaShare: area / values.length,
    fragmentShare: area === 0 ? 0 : 1 - largestComponent(edges) / area,
    meanForeground: area === 0 ? 0 : sumInside / PROBABILITY_ONE / area,
    uncertainShare: uncertain === 0 ? 0 : uncertain / (uncertain + area),
    borderShare: borderShare(grid, level),
  };
}

/** Mean of |2p - 1| where the surroundings of a pixel hold both colours. */
function bandMargin({ width, height, values }: ProbabilityGrid, edges: RowEdges): number {
  const band = bandOf(width, height, edges, BAND_RADIUS);
  // Whole numbers, so that the order of the pixels does not show in the last digits.
  const sum = band.reduce(
    (total, pixel) => total + Math.abs(2 * (values[pixel] ?? 0) - PROBABILITY_ONE),
    0,
  );
  return band.length === 0 ? 0 : sum / PROBABILITY_ONE / band.length;
}

function borderShare({ width, height, values }: ProbabilityGrid, level: number): number {
  const insideAt = (index: number): number => ((values[index] ?? 0) >= level ? 1 : 0);
  let count = 0;
  for (let x = 0; x < width; x += 1) count += insideAt(x) + insideAt((height - 1) * width + x);
  for (let y = 1; y < height - 1; y += 1) {
    count += insideAt(y * width) + insideAt(y * width + width - 1);
  }
  return count / (2 * (width + height) - 4);
}
