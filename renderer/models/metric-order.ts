/** Metrics that have a name and a definition in every language; others show their key. */
export const definedMetrics = [
  'meanJaccard',
  'thresholdJaccard',
  'meanDice',
  'pooledIou',
  'pooledDsc',
  'failureRate',
  'accuracy',
  'sensitivity',
  'specificity',
  'hausdorff95',
  'surfaceDice',
  'rankCorrelation',
  'failuresFound20',
  'failuresFound40',
  'reviewGain20',
  'reviewGain40',
] as const;

/** The metrics of a manifest in reading order: the defined ones first, then what else it holds. */
export function orderMetrics(names: string[]): string[] {
  const rank = (name: string): number => {
    const position = definedMetrics.findIndex((defined) => defined === name);
    return position === -1 ? definedMetrics.length : position;
  };
  return [...names].sort((a, b) => rank(a) - rank(b) || a.localeCompare(b));
}
