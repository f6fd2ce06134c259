import type { RunLengthMask } from '../labelmap.js';
import { RunBuilder } from '../labelmap.js';
import { sweepVotes } from './votes.js';

const FIRST_GUESS = 0.99999;
const MOST_ROUNDS = 200;
const CONVERGED = 1e-9;
/** Rates stay this far from 0 and 1, so that one vote never outweighs any number of others. */
const MARGIN = 1e-6;
const FOREGROUND_FROM = 0.5;

/** The same votes of all members, and how many pixels have them. */
interface Pattern {
  readonly votes: number;
  readonly pixels: number;
  /** Probability that such a pixel is lesion. */
  posterior: number;
}

/**
 * STAPLE (Warfield, Zou and Wells 2004): each member's sensitivity and specificity and the true
 * mask are estimated together by expectation maximisation. The prior is the members' mean share of
 * lesion. Pixels with the same votes are one, so a round costs as little as there are patterns.
 * The same as `staple` of models/training.
 *
 * @param counts pixels by votes: bit i is set where member i says lesion
 * @returns the probability of lesion by votes
 */
export function staplePosteriors(
  counts: ReadonlyMap<number, number>,
  members: number,
): ReadonlyMap<number, number> {
  return converged(counts, members).posteriors;
}

function converged(
  counts: ReadonlyMap<number, number>,
  members: number,
): { posteriors: ReadonlyMap<number, number>; rates: MemberRates[] } {
  const patterns: Pattern[] = [...counts]
    .sort(([a], [b]) => a - b)
    .map(([votes, pixels]) => ({ votes, pixels, posterior: 0 }));
  const pixels = patterns.reduce((sum, pattern) => sum + pattern.pixels, 0);
  const rates = estimate(patterns, members, pixels);
  return { posteriors: new Map(patterns.map(({ votes, posterior }) => [votes, posterior])), rates };
}

/** How well a member tells lesion from skin, as estimated; both from 0 to 1. */
export interface MemberRates {
  readonly sensitivity: number;
  readonly specificity: number;
}

/**
 * The pixels that are lesion with a probability of at least one half. Works on the runs alone.
 * Throws `bad-input` for no masks or masks of different sizes.
 */
export function stapleMask(masks: readonly RunLengthMask[]): RunLengthMask {
  return stapleConsensus(masks).mask;
}

/** The same with the rates of each member that it was found with, in the order of the masks. */
export function stapleConsensus(masks: readonly RunLengthMask[]): {
  mask: RunLengthMask;
  rates: MemberRates[];
} {
  const counts = new Map<number, number>();
  const { width, height } = sweepVotes(masks, (votes, length) => {
    counts.set(votes, (counts.get(votes) ?? 0) + length);
  });
  const { posteriors, rates } = converged(counts, masks.length);
  const builder = new RunBuilder();
  sweepVotes(masks, (votes, length) => {
    builder.push((posteriors.get(votes) ?? 0) >= FOREGROUND_FROM ? 1 : 0, length);
  });
  return { mask: builder.finish(width, height), rates };
}

function says(votes: number, member: number): boolean {
  return (votes & (1 << member)) !== 0;
}

function estimate(patterns: Pattern[], members: number, pixels: number): MemberRates[] {
  const every = Array.from({ length: members }, (_, member) => member);
  const lesionVotes = every.map((member) =>
    patterns.reduce((sum, { votes, pixels: n }) => sum + (says(votes, member) ? n : 0), 0),
  );
  const prior = lesionVotes.reduce((sum, votes) => sum + votes, 0) / (members * pixels);
  if (prior === 0 || prior === 1) {
    for (const pattern of patterns) pattern.posterior = prior;
    return every.map(() => ({ sensitivity: 1, specificity: 1 }));
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
    if (Math.max(...changes) < CONVERGED) break;
  }
  return every.map((member) => ({
    sensitivity: sensitivity[member] ?? 0,
    specificity: specificity[member] ?? 0,
  }));
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
