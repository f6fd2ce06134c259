import type { Combination, EnsembleManifest } from '../../models/manifest.js';
import { signalsOf } from '../confidence.js';
import { PROBABILITY_ONE, type ProbabilityGrid } from '../postprocess.js';
import type { Prediction, Predictor } from './predictor.js';
import { resampleGrid } from './resample.js';
import { staple } from './staple.js';
import { agreedVerdict } from './verdict.js';

export interface Member {
  readonly predictor: Predictor;
  /** Its own, by which it votes. */
  readonly threshold: number;
}

/** Models that each see the picture, combined as the manifest says. */
export function combinePredictors(
  members: readonly Member[],
  { combination, map, threshold }: EnsembleManifest,
): Predictor {
  return {
    verdict: agreedVerdict(members.map(({ predictor }) => predictor.verdict)),
    predict: async (picture, report) => {
      const predictions: Prediction[] = [];
      // One after another: each uses all threads, and the memory of one run is freed before the next.
      for (const { predictor } of members) {
        predictions.push(await predictor.predict(picture, report));
      }
      const grids = predictions.map(({ grid }) => resampleGrid(grid, map.width, map.height));
      const votes = votesOf(
        grids,
        members.map((member) => member.threshold),
      );
      const grid = combine(combination, grids, votes);
      return {
        grid,
        preprocessMs: predictions.reduce((sum, { preprocessMs }) => sum + preprocessMs, 0),
        runMs: predictions.reduce((sum, { runMs }) => sum + runMs, 0),
        signals: () => ({
          ...signalsOf(grid, threshold),
          memberAgreement: memberAgreement(votes, members.length),
        }),
      };
    },
  };
}

/** Of each pixel: bit i is set where member i is at or above its threshold. */
export function votesOf(grids: readonly ProbabilityGrid[], thresholds: readonly number[]) {
  const votes = new Uint16Array(grids[0]?.values.length ?? 0);
  for (const [member, { values }] of grids.entries()) {
    const level = (thresholds[member] ?? 0) * PROBABILITY_ONE;
    for (let pixel = 0; pixel < votes.length; pixel += 1) {
      if ((values[pixel] ?? 0) >= level) votes[pixel] = (votes[pixel] ?? 0) | (1 << member);
    }
  }
  return votes;
}

/** Grids of one size as one. */
export function combine(
  combination: Combination,
  grids: readonly ProbabilityGrid[],
  votes: Uint16Array,
): ProbabilityGrid {
  const { width, height } = grids[0] ?? { width: 0, height: 0 };
  if (combination === 'staple') return staple(votes, grids.length, width, height);
  const values = new Uint16Array(width * height);
  for (let pixel = 0; pixel < values.length; pixel += 1) {
    const sum = grids.reduce((total, grid) => total + (grid.values[pixel] ?? 0), 0);
    values[pixel] = Math.floor(sum / grids.length + 0.5);
  }
  return { width, height, values };
}

/** Mean Jaccard over the pairs of members' masks; two empty ones agree. */
export function memberAgreement(votes: Uint16Array, members: number): number {
  let sum = 0;
  let pairs = 0;
  for (let a = 0; a < members; a += 1) {
    for (let b = a + 1; b < members; b += 1) {
      let [both, either] = [0, 0];
      for (const vote of votes) {
        const first = (vote >> a) & 1;
        const second = (vote >> b) & 1;
        both += first & second;
        either += first | second;
      }
      sum += either === 0 ? 1 : both / either;
      pairs += 1;
    }
  }
  return sum / pairs;
}
