import type { Interval } from '../../shared/bootstrap.js';
import { boundaryDefinitions } from '../../shared/comparison/boundary.js';
import { metricDefinitions, type MetricName } from '../../shared/agreement.js';
import { csvTable } from './csv.js';
import type {
  ComparisonReport,
  LabelledScore,
  ModelReport,
  PairReport,
} from '../../shared/comparison/report.js';

const columns = [
  'kind',
  'model',
  'other',
  'name',
  'averaging',
  'resolution',
  'n',
  'value',
  'low',
  'high',
  'p',
  'pHolm',
] as const;
type Row = Partial<Record<(typeof columns)[number], string | number>>;

/**
 * A comparison as one long table (RFC 4180): a row a score, cost or pair, a column what it is, so
 * that any program can filter it.
 */
export function reportCsv({ models, pairs }: ComparisonReport): string {
  const rows: Row[] = [...models.flatMap(modelRows), ...pairs.flatMap(pairRows)];
  return csvTable(columns, rows);
}

function modelRows(model: ModelReport): Row[] {
  const { id, n, cost } = model;
  const score = (name: string, labelled: LabelledScore | undefined): Row[] =>
    labelled === undefined ? [] : [{ kind: 'score', model: id, name, n, ...labelled }];
  const names = Object.keys(metricDefinitions) as MetricName[];
  const boundary = Object.keys(boundaryDefinitions) as (keyof typeof boundaryDefinitions)[];
  const slices = (model.slices ?? []).map(({ by, slice, n: pictures, meanJaccard }): Row => {
    const name = `meanJaccard, ${by}: ${slice}`;
    const labels = { averaging: 'per image', resolution: 'native' };
    return { kind: 'slice', model: id, name, n: pictures, ...labels, ...meanJaccard };
  });
  return [
    ...names.flatMap((name) => score(name, model[name])),
    ...[...names, ...boundary].flatMap((name) => score(name, model.at256?.[name])),
    { kind: 'confidence', model: id, name: 'meanConfidence', n, ...model.meanConfidence },
    ...slices,
    ...(['medianRunMs', 'p95RunMs', 'medianTotalMs', 'peakRssMb', 'params', 'macs'] as const).map(
      (name): Row => ({ kind: 'cost', model: id, name, n, value: cost[name] ?? '' }),
    ),
  ];
}

function pairRows({ a, b, meanIou, against }: PairReport): Row[] {
  const row = (name: string, interval: Interval): Row => ({
    kind: 'pair',
    model: a,
    other: b,
    name,
    averaging: 'per image',
    resolution: 'native',
    ...interval,
  });
  if (against === undefined) return [row('meanIou', meanIou)];
  const { meanDifference, wins, losses, draws, signedRank } = against;
  const counted = { wins, losses, draws };
  return [
    row('meanIou', meanIou),
    { ...row('meanDifference', meanDifference), p: signedRank.p, pHolm: signedRank.pHolm },
    ...Object.entries(counted).map(([name, value]): Row => ({
      kind: 'pair',
      model: a,
      other: b,
      name,
      value,
    })),
  ];
}
