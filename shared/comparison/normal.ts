/** From here on the continued fraction converges faster than the series. */
const seriesBelow = 2.5;
const terms = 200;

/** Probability that a standard normal lies at least as far from 0 as `z`; about 1e-14 exact. */
export function twoSidedNormal(z: number): number {
  const x = Math.abs(z) / Math.SQRT2;
  return x < seriesBelow ? 1 - erfSeries(x) : erfcFraction(x);
}

/** erf(x) = 2/√π · e^(-x²) · Σ 2ⁿ x^(2n+1) / (1 · 3 · ... · (2n+1)) */
function erfSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let n = 1; n < terms && term > sum * Number.EPSILON; n += 1) {
    term *= (2 * x * x) / (2 * n + 1);
    sum += term;
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum;
}

/** erfc(x) = e^(-x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + ...))), evaluated from its end. */
function erfcFraction(x: number): number {
  let denominator = x;
  for (let n = terms; n >= 1; n -= 1) denominator = x + n / 2 / denominator;
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / denominator;
}
