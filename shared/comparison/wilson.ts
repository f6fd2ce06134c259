import type { Interval } from '../bootstrap.js';

/** Two-sided 95 % of the normal distribution. */
const Z = 1.959963984540054;

/**
 * A share with its 95 % score interval (Wilson 1927): stays within 0..1 and says something of few
 * cases, and of none or all of them, too. Null where there is no case.
 */
export function wilsonInterval(successes: number, cases: number): Interval | null {
  if (cases === 0) return null;
  const value = successes / cases;
  const spread = Z ** 2 / cases;
  const middle = (value + spread / 2) / (1 + spread);
  const half = (Math.sqrt((value * (1 - value) + spread / 4) / cases) * Z) / (1 + spread);
  // At none and all, rounding would leave the end a hair off.
  return {
    value,
    low: successes === 0 ? 0 : middle - half,
    high: successes === cases ? 1 : middle + half,
  };
}
