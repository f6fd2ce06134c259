import { PROBABILITY_ONE, type ProbabilityGrid } from '../postprocess.js';

const FIRST_GUESS = 0.99999;
const MOST_ROUNDS = 200;
const CONVERGED = 1e-9;
/** Rates stay this far from 0 and 1, so that one vote never outweighs any number of others. */
const MARGIN = 1e-6;

/** The same votes of all members, and how many pixels have them. */
interface Pattern {
  readonly votes: number;
  readonly pixels: number;
  /** Probability that such a pixel is lesion. */
  posterior: number;
}

/**
 * STAPLE (Warfield, Zou and Wells 2004): each member's sensitivity and specificity and the true
 * mask are estimated together by expectation maximisation; returned is the probability of each
 * pixel. The prior is the members' mean share of lesion. Pixels with the same votes are one, so a
 * round costs as little as there are patterns. The same as `staple` of models/training.
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
  const patterns: Pattern[] = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([vote, pixels]) => ({ votes: vote, pixels, posterior: 0 }));
  estimate(patterns, members, votes.length);
  const posteriors = new Uint16Array(1 << members);
  for (const { votes: vote, posterior } of patterns) {
    posteriors[vote] = Math.floor(posterior * PROBABILITY_ONE + 0.5);
  }
  return { width, height, values: votes.map((vote) => posteriors[vote] ?? 0) };
}

function says(votes: number, member: number): boolean {
  return (votes & (1 << member)) !== 0;
}

function estimate(patterns: Pattern[], members: number, pixels: number): void {
  const every = Array.from({ length: members }, (_, member) => member);
  const lesionVotes = every.map((member) =>
    patterns.reduce((sum, { votes, pixels: n }) => sum + (says(votes, member) ? n : 0), 0),
  );
  const prior = lesionVotes.reduce((sum, votes) => sum + votes, 0) / (members * pixels);
  if (prior === 0 || prior === 1) {
    for (const pattern of patterns) pattern.posterior = prior;
    return;
  }
  let sensitivity = every.map(() => FIRST_GUESS);
  let specificity = every.map(() => FIRST_GUESS);
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    for (const pattern of patterns) {
      let [lesion, skin] = [prior, 1 - prior];
      for (const member of every) {
        const p = sensitivity[member] ?? 0;
        const q = specificity[member] ?? 0;
        lesion *= says(pattern.votes, member) ? p : 1 - p;
        skin *= says(pattern.votes, member) ? 1 - q : q;
      }
      pattern.posterior = lesion / (lesion + skin);
    }
    const next = every.map((member) => ratesOf(patterns, member));
    const changes = next.flatMap(({ p, q }, member) => [
      Math.abs(p - (sensitivity[member] ?? 0)),
      Math.abs(q - (specificity[member] ?? 0)),
    ]);
    sensitivity = next.map(({ p }) => p);
    specificity = next.map(({ q }) => q);
    if (Math.max(...changes) < CONVERGED) return;
  }
}

/** Sensitivity and specificity of a member against the present estimate of the truth. */
function ratesOf(patterns: readonly Pattern[], member: number): { p: number; q: number } {
  let [lesion, lesionSaid, skin, skinSaid] = [0, 0, 0, 0];
  for (const { votes, pixels, posterior } of patterns) {
    lesion += posterior * pixels;
    skin += (1 - posterior) * pixels;
    if (says(votes, member)) lesionSaid += posterior * pixels;
    else skinSaid += (1 - posterior) * pixels;
  }
  return { p: within(lesionSaid / lesion), q: within(skinSaid / skin) };
}

function within(rate: number): number {
  return Math.min(Math.max(rate, MARGIN), 1 - MARGIN);
}
