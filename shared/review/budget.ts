import type { z } from 'zod';
import type { interval as intervalSchema } from '../domain.js';

type Interval = z.infer<typeof intervalSchema>;
type Metrics = Readonly<Record<string, Interval>>;

/** Share of the failures among the least confident pictures, of a share of all that is reviewed. */
export interface BudgetPoint {
  /** Share of the pictures that readers look at, the least confident first. */
  readonly reviewed: number;
  readonly found: Interval;
}

/** What a model's calibration says of reviewing by confidence. */
export interface ReviewBudget {
  /** Share of proposals with J < 0.65. */
  readonly failureRate: Interval;
  /** From no picture to all of them. */
  readonly points: readonly BudgetPoint[];
}

const certain = (value: number): Interval => ({ value, low: value, high: value });

/**
 * Of the scores in a model's manifest, measured with a cross-fitted confidence (models/README.md);
 * null for a model whose manifest does not state them.
 */
export function reviewBudget(metrics: Metrics): ReviewBudget | null {
  const { failureRate, failuresFound20, failuresFound40 } = metrics;
  if (!failureRate || !failuresFound20 || !failuresFound40) return null;
  return {
    failureRate,
    points: [
      { reviewed: 0, found: certain(0) },
      { reviewed: 0.2, found: failuresFound20 },
      { reviewed: 0.4, found: failuresFound40 },
      { reviewed: 1, found: certain(1) },
    ],
  };
}

/** Share of the failures found at a budget: straight lines between the points that were measured. */
export function foundAt({ points }: ReviewBudget, reviewed: number): Interval {
  const after = Math.max(
    1,
    points.findIndex((point) => point.reviewed >= reviewed),
  );
  const [from, to] = [points[after - 1], points[after]];
  if (!from || !to) return certain(1);
  const part = (reviewed - from.reviewed) / (to.reviewed - from.reviewed);
  const between = (bound: keyof Interval): number =>
    from.found[bound] + part * (to.found[bound] - from.found[bound]);
  return { value: between('value'), low: between('low'), high: between('high') };
}

/** Failures among so many proposals: how many there are, how many a budget finds, how many it leaves. */
export function expectedFailures(budget: ReviewBudget, proposals: number, reviewed: number) {
  const all = budget.failureRate.value * proposals;
  const found = all * foundAt(budget, reviewed).value;
  return { all, found, left: all - found };
}

/**
 * The confidence below which a share of the proposals lies: with it as the gate's least confidence
 * readers get that share. `levels` are confidences at equal steps from the lowest to the highest.
 */
export function confidenceAt(levels: readonly number[], reviewed: number): number {
  if (levels.length === 0) return 1;
  const place = reviewed * (levels.length - 1);
  const [low, high] = [levels[Math.floor(place)] ?? 1, levels[Math.ceil(place)] ?? 1];
  return low + (place - Math.floor(place)) * (high - low);
}
