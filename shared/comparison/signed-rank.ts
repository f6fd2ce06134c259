import { twoSidedNormal } from './normal.js';

/** Wilcoxon's signed-rank test of paired differences, two-sided. */
export interface SignedRank {
  /** Pairs that differ; equal pairs are left out, as Wilcoxon did. */
  readonly n: number;
  /** The smaller of the two rank sums. */
  readonly statistic: number;
  readonly p: number;
  /** Exact for up to 50 pairs without ties; else the normal approximation, corrected for ties. */
  readonly method: 'exact' | 'normal';
}

const exactUpTo = 50;

/** Two-sided test that the differences are symmetric about 0; p is 1 where none differs. */
export function signedRankTest(differences: readonly number[]): SignedRank {
  const differing = differences.filter((difference) => difference !== 0);
  const n = differing.length;
  if (n === 0) return { n, statistic: 0, p: 1, method: 'exact' };
  const { ranks, tieTerm } = rankMagnitudes(differing);
  let positive = 0;
  for (const [index, difference] of differing.entries()) {
    if (difference > 0) positive += ranks[index] ?? 0;
  }
  const statistic = Math.min(positive, (n * (n + 1)) / 2 - positive);
  if (n <= exactUpTo && tieTerm === 0 && n === differences.length) {
    return { n, statistic, p: exactP(n, statistic), method: 'exact' };
  }
  const mean = (n * (n + 1)) / 4;
  const variance = (n * (n + 1) * (2 * n + 1)) / 24 - tieTerm / 48;
  const p = twoSidedNormal((statistic - mean) / Math.sqrt(variance));
  return { n, statistic, p, method: 'normal' };
}

/** Ranks of the absolute values, ties at their mean rank, and the sum of t³ - t over ties. */
function rankMagnitudes(differences: readonly number[]): { ranks: number[]; tieTerm: number } {
  const magnitudes = differences.map(Math.abs);
  const order = magnitudes.map((_, index) => index);
  order.sort((a, b) => (magnitudes[a] ?? 0) - (magnitudes[b] ?? 0));
  const ranks = new Array<number>(order.length).fill(0);
  let tieTerm = 0;
  for (let from = 0; from < order.length;) {
    const value = magnitudes[order[from] ?? 0];
    let to = from + 1;
    while (to < order.length && magnitudes[order[to] ?? 0] === value) to += 1;
    const tied = to - from;
    for (const index of order.slice(from, to)) ranks[index] = (from + 1 + to) / 2;
    tieTerm += tied ** 3 - tied;
    from = to;
  }
  return { ranks, tieTerm };
}

/** Share of the 2ⁿ sign patterns whose smaller rank sum is at most `statistic`. */
function exactP(n: number, statistic: number): number {
  const total = (n * (n + 1)) / 2;
  const patterns = new Float64Array(total + 1);
  patterns[0] = 1;
  for (let rank = 1; rank <= n; rank += 1) {
    for (let sum = total; sum >= rank; sum -= 1) {
      patterns[sum] = (patterns[sum] ?? 0) + (patterns[sum - rank] ?? 0);
    }
  }
  const below = patterns.subarray(0, statistic + 1).reduce((sum, count) => sum + count, 0);
  return Math.min(1, (2 * below) / 2 ** n);
}

/** Holm's step-down adjustment: controls the chance of any false finding among all tests. */
export function holmAdjusted(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => (ps[a] ?? 1) - (ps[b] ?? 1));
  const adjusted = new Array<number>(ps.length).fill(1);
  let highest = 0;
  for (const [position, index] of order.entries()) {
    highest = Math.max(highest, Math.min(1, (ps[index] ?? 1) * (ps.length - position)));
    adjusted[index] = highest;
  }
  return adjusted;
}
