import type { Calibration } from '../models/manifest.js';
import { PROBABILITY_ONE, type ProbabilityGrid } from './postprocess.js';

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
const UNCERTAIN = { from: 0.1 * PROBABILITY_ONE, to: 0.9 * PROBABILITY_ONE };

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
  const { width, height, values } = grid;
  const level = threshold * PROBABILITY_ONE;
  const inside = new Uint8Array(values.length);
  let area = 0;
  let sumInside = 0;
  let sumOutside = 0;
  let uncertain = 0;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0;
    if (value >= level) {
      inside[index] = 1;
      area += 1;
      sumInside += value;
    } else sumOutside += value;
    if (value > UNCERTAIN.from && value < UNCERTAIN.to) uncertain += 1;
  }
  const union = area + sumOutside / PROBABILITY_ONE;
  return {
    expectedJaccard: union === 0 ? 1 : sumInside / PROBABILITY_ONE / union,
    boundaryMargin: bandMargin(grid, inside),
    areaShare: area / values.length,
    fragmentShare: area === 0 ? 0 : 1 - largestComponent(inside, width) / area,
    meanForeground: area === 0 ? 0 : sumInside / PROBABILITY_ONE / area,
    uncertainShare: uncertain === 0 ? 0 : uncertain / (uncertain + area),
    borderShare: borderShare(inside, width, height),
  };
}

/** Mean of |2p - 1| where the surroundings of a pixel hold both colours. */
function bandMargin({ width, height, values }: ProbabilityGrid, inside: Uint8Array): number {
  const band = new Uint8Array(values.length);
  const mark = (left: number, right: number, top: number, bottom: number): void => {
    fillRect(band, width, height, left, right, top, bottom);
  };
  // Surroundings that hold both colours hold a pair of neighbours of different colour: every
  // pixel whose surroundings hold both of such a pair is marked.
  const r = BAND_RADIUS;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const index = y * width + x;
      const colour = inside[index];
      if (x + 1 < width && colour !== inside[index + 1]) mark(x + 1 - r, x + r, y - r, y + r);
      if (y + 1 < height && colour !== inside[index + width]) mark(x - r, x + r, y + 1 - r, y + r);
    }
  }
  let sum = 0;
  let count = 0;
  for (let index = band.indexOf(1); index >= 0; index = band.indexOf(1, index + 1)) {
    sum += Math.abs((2 * (values[index] ?? 0)) / PROBABILITY_ONE - 1);
    count += 1;
  }
  return count === 0 ? 0 : sum / count;
}

/** Set pixels to 1; bounds are inclusive and cut at the border. */
function fillRect(
  pixels: Uint8Array,
  width: number,
  height: number,
  left: number,
  right: number,
  top: number,
  bottom: number,
): void {
  for (let y = Math.max(top, 0); y <= Math.min(bottom, height - 1); y += 1) {
    pixels.fill(1, y * width + Math.max(left, 0), y * width + Math.min(right, width - 1) + 1);
  }
}

interface Run {
  start: number;
  end: number;
  /** Index of a run of the same component that was found earlier; its own when there is none. */
  parent: number;
  /** Pixels of the component, kept at the run that is its own parent. */
  size: number;
}

/** Pixels of the largest 4-connected component of the non-zero pixels, joined run by run. */
function largestComponent(inside: Uint8Array, width: number): number {
  const runs: Run[] = [];
  let rowAbove = 0;
  for (let row = 0; row < inside.length; row += width) {
    const rowHere = runs.length;
    const pixels = inside.subarray(row, row + width);
    let above = rowAbove;
    for (let start = pixels.indexOf(1); start >= 0;) {
      const stop = pixels.indexOf(0, start);
      const end = stop < 0 ? width : stop;
      const here = runs.push({ start, end, parent: runs.length, size: end - start }) - 1;
      while (above < rowHere && (runs[above]?.end ?? 0) <= start) above += 1;
      for (let near = above; near < rowHere && (runs[near]?.start ?? 0) < end; near += 1) {
        join(runs, near, here);
      }
      start = stop < 0 ? -1 : pixels.indexOf(1, end);
    }
    rowAbove = rowHere;
  }
  return runs.reduce((largest, { size }) => Math.max(largest, size), 0);
}

function join(runs: Run[], a: number, b: number): void {
  const first = rootOf(runs, a);
  const second = rootOf(runs, b);
  const [into, from] = [runs[first], runs[second]];
  if (into === undefined || from === undefined || into === from) return;
  from.parent = first;
  into.size += from.size;
}

function rootOf(runs: Run[], index: number): number {
  let root = index;
  for (let run = runs[root]; run !== undefined && run.parent !== root; run = runs[root]) {
    root = run.parent;
  }
  return root;
}

function borderShare(inside: Uint8Array, width: number, height: number): number {
  let count = 0;
  for (let x = 0; x < width; x += 1) {
    count += (inside[x] ?? 0) + (inside[(height - 1) * width + x] ?? 0);
  }
  for (let y = 1; y < height - 1; y += 1) {
    count += (inside[y * width] ?? 0) + (inside[y * width + width - 1] ?? 0);
  }
  return count / (2 * (width + height) - 4);
}
