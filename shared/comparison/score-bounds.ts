/** Dice and Jaccard of one measurement, as a table states them. */
export interface StatedScores {
  readonly pooledIou?: number | undefined;
  readonly pooledDsc?: number | undefined;
  readonly meanJaccard?: number | undefined;
  readonly meanDice?: number | undefined;
}

/** Half a unit of the fourth decimal on both sides: what rounding of a stated score may hide. */
export const statedTolerance = 1e-4;

/**
 * Why two scores cannot be of one measurement; null when they can. With counts summed over all
 * pictures DSC = 2J / (1 + J) exactly. Per picture it holds as well, and it is concave in J, so a
 * mean of Dice lies between the mean of J and 2J / (1 + J) of it.
 */
export function scoreContradiction(stated: StatedScores, tolerance: number): string | null {
  const { pooledIou, pooledDsc, meanJaccard, meanDice } = stated;
  if (pooledIou !== undefined && pooledDsc !== undefined) {
    const expected = diceOf(pooledIou);
    if (Math.abs(pooledDsc - expected) > tolerance) {
      return `pooled DSC ${shown(pooledDsc)} is not 2J/(1+J) = ${shown(expected)} of the pooled J ${shown(pooledIou)}`;
    }
  }
  if (meanJaccard !== undefined && meanDice !== undefined) {
    const highest = diceOf(meanJaccard);
    if (meanDice > highest + tolerance) {
      return `mean Dice ${shown(meanDice)} is above 2J/(1+J) = ${shown(highest)} of the mean J ${shown(meanJaccard)}`;
    }
    if (meanDice < meanJaccard - tolerance) {
      return `mean Dice ${shown(meanDice)} is below the mean J ${shown(meanJaccard)}`;
    }
  }
  return null;
}

function diceOf(jaccard: number): number {
  return (2 * jaccard) / (1 + jaccard);
}

function shown(score: number): string {
  return score.toFixed(4);
}
