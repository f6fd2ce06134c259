import { pairedDifference } from '../agreement.js';
import { bootstrapInterval, meanAt, resamples, type Interval } from '../bootstrap.js';
import type { RevealedCase } from '../blinded.js';
import { holmAdjusted, signedRankTest, type SignedRank } from './signed-rank.js';
import { wilsonInterval } from './wilson.js';

/** How one source did while nobody knew it. */
export interface SourceScore {
  readonly key: string;
  /** Decided cases in which it was the best. */
  readonly chosen: number;
  /** Of all decided cases; null without one. */
  readonly share: Interval | null;
  readonly rated: number;
  readonly meanRating: Interval | null;
}

/** Two sources held against each other. */
export interface PairScore {
  readonly a: string;
  readonly b: string;
  /** Cases in which one of the two was the best of all. */
  readonly aChosen: number;
  readonly bChosen: number;
  /** Of these cases; null without one. */
  readonly aShare: Interval | null;
  /** Cases in which both were rated. */
  readonly rated: number;
  /** Rating of a minus that of b. */
  readonly meanDifference: Interval | null;
  readonly signedRank: (SignedRank & { readonly pHolm: number }) | null;
}

export interface BlindedScores {
  readonly cases: number;
  readonly decided: number;
  /** Decided cases in which none was better. */
  readonly noPreference: number;
  readonly sources: readonly SourceScore[];
  readonly pairs: readonly PairScore[];
}

export const blindedDefinitions = {
  share: 'cases in which this source was the best, of all decided cases; 95 % Wilson interval',
  meanRating: 'mean of the ratings from 1 to 5; 95 % percentile bootstrap over cases',
  aShare:
    'of the cases in which one of the two was the best of all shown, those in which it was the first; 95 % Wilson interval',
  meanDifference:
    'rating of the first minus that of the second in the same case; 95 % percentile bootstrap over cases',
  signedRank:
    'Wilcoxon’s signed-rank test of the ratings, two-sided; pHolm is adjusted for the number of pairs',
} as const;

/** Counts and intervals of a reading whose names were told. */
export function blindedScores(
  keys: readonly string[],
  cases: readonly RevealedCase[],
): BlindedScores {
  const decided = cases.filter(({ choice }) => choice !== null);
  const chosenOf = (key: string): number => decided.filter(({ choice }) => choice === key).length;
  const sources = keys.map((key): SourceScore => {
    const chosen = chosenOf(key);
    const ratings = cases.flatMap((each) => each.ratings[key] ?? []);
    return {
      key,
      chosen,
      share: wilsonInterval(chosen, decided.length),
      rated: ratings.length,
      meanRating: ratings.length === 0 ? null : meanInterval(ratings),
    };
  });
  const pairs = keys.flatMap((a, index) => keys.slice(index + 1).map((b) => ({ a, b })));
  const compared = pairs.map(({ a, b }) => comparePair(a, b, cases));
  const adjusted = holmAdjusted(compared.map(({ signedRank }) => signedRank?.p ?? 1));
  return {
    cases: cases.length,
    decided: decided.length,
    noPreference: chosenOf('none'),
    sources,
    pairs: compared.map((pair, index) => {
      const [aChosen, bChosen] = [chosenOf(pair.a), chosenOf(pair.b)];
      const { signedRank } = pair;
      return {
        ...pair,
        aChosen,
        bChosen,
        aShare: wilsonInterval(aChosen, aChosen + bChosen),
        signedRank: signedRank && { ...signedRank, pHolm: adjusted[index] ?? 1 },
      };
    }),
  };
}

function comparePair(a: string, b: string, cases: readonly RevealedCase[]) {
  const both = cases.flatMap(({ ratings }) => {
    const [ofA, ofB] = [ratings[a] ?? null, ratings[b] ?? null];
    return ofA === null || ofB === null ? [] : [{ ofA, ofB }];
  });
  if (both.length === 0) return { a, b, rated: 0, meanDifference: null, signedRank: null };
  return {
    a,
    b,
    rated: both.length,
    meanDifference: pairedDifference(
      both.map(({ ofB }) => ofB),
      both.map(({ ofA }) => ofA),
    ),
    signedRank: signedRankTest(both.map(({ ofA, ofB }) => ofA - ofB)),
  };
}

function meanInterval(values: readonly number[]): Interval {
  return bootstrapInterval((rows) => meanAt(values, rows), resamples(values.length));
}
