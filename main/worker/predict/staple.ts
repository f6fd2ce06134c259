import { staplePosteriors } from '../../../shared/comparison/staple.js';
import { PROBABILITY_ONE, type ProbabilityGrid } from '../postprocess.js';

/**
 * STAPLE of the members' votes as a map of each pixel's probability.
 *
 * @param votes of each pixel: bit i is set where member i says lesion
 */
export function staple(
  votes: Uint16Array,
  members: number,
  width: number,
  height: number,
): ProbabilityGrid {
  const counts = new Map<number, number>();
  for (const vote of votes) counts.set(vote, (counts.get(vote) ?? 0) + 1);
  const posteriors = new Uint16Array(1 << members);
  for (const [vote, posterior] of staplePosteriors(counts, members)) {
    posteriors[vote] = Math.floor(posterior * PROBABILITY_ONE + 0.5);
  }
  return { width, height, values: votes.map((vote) => posteriors[vote] ?? 0) };
}
