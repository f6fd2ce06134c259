/**
 * Probability of at least `hits` in `draws` independent draws that hit with probability `chance`:
 * the exact one-sided binomial test of "the chance is no greater than this". 1 for no draws.
 */
export function binomialAtLeast(hits: number, draws: number, chance: number): number {
  if (hits <= 0) return 1;
  if (chance <= 0) return 0;
  if (chance >= 1) return 1;
  const [logHit, logMiss] = [Math.log(chance), Math.log1p(-chance)];
  let logWays = 0;
  let below = 0;
  for (let count = 0; count < hits; count += 1) {
    if (count > 0) logWays += Math.log((draws - count + 1) / count);
    below += Math.exp(logWays + count * logHit + (draws - count) * logMiss);
  }
  return Math.max(0, 1 - below);
}
