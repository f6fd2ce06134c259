import type { Interval } from '../../shared/bootstrap.js';
import type { BlindedResults } from '../../shared/blinded.js';
import {
  blindedDefinitions,
  blindedScores,
  type BlindedScores,
} from '../../shared/comparison/blinded-scores.js';
import { csvTable } from './csv.js';

/**
 * A blinded reading as a file that leaves the library: pictures by their id only, and no reader's
 * name.
 */
export function blindedReport(kind: 'json' | 'csv', results: BlindedResults): string {
  const scores = blindedScores(
    results.sources.map(({ key }) => key),
    results.cases,
  );
  return kind === 'json' ? asJson(results, scores) : asCsv(results, scores);
}

function asJson({ reading, seed, sources, cases }: BlindedResults, scores: BlindedScores): string {
  const time = (ms: number | null): string | null =>
    ms === null ? null : new Date(ms).toISOString();
  const report = {
    format: 'limen-blinded/1',
    notice: 'For research use. Not a diagnostic device.',
    id: reading.id,
    createdAt: time(reading.createdAtMs),
    revealedAt: time(reading.revealedAtMs),
    seed,
    sources,
    definitions: blindedDefinitions,
    scores,
    cases: cases.map(({ instanceId, order, revisions, choice, ratings, answeredAtMs }) => ({
      instanceId,
      order,
      revisions,
      choice,
      ratings,
      answeredAt: time(answeredAtMs),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}

const columns = [
  'kind',
  'case',
  'instanceId',
  'pane',
  'source',
  'other',
  'name',
  'n',
  'value',
  'low',
  'high',
  'p',
  'pHolm',
] as const;
type Row = Partial<Record<(typeof columns)[number], string | number>>;

/** One long table: a row a score, and a row for each pane of each case. */
function asCsv({ cases }: BlindedResults, scores: BlindedScores): string {
  const interval = (found: Interval | null): Row => (found === null ? {} : { ...found });
  const ofSources = scores.sources.flatMap(({ key: source, chosen, share, rated, meanRating }) => [
    { kind: 'score', source, name: 'chosen', n: scores.decided, value: chosen },
    { kind: 'score', source, name: 'share', n: scores.decided, ...interval(share) },
    { kind: 'score', source, name: 'meanRating', n: rated, ...interval(meanRating) },
  ]);
  const none = { source: 'none', n: scores.decided, value: scores.noPreference };
  const ofPairs = scores.pairs.flatMap((pair): Row[] => {
    const labels = { kind: 'pair', source: pair.a, other: pair.b };
    const test = pair.signedRank && { p: pair.signedRank.p, pHolm: pair.signedRank.pHolm };
    const n = pair.aChosen + pair.bChosen;
    return [
      { ...labels, name: 'aShare', n, ...interval(pair.aShare) },
      {
        ...labels,
        name: 'meanDifference',
        n: pair.rated,
        ...interval(pair.meanDifference),
        ...test,
      },
    ];
  });
  const ofCases = cases.flatMap(({ instanceId, order, choice, ratings }, position) =>
    order.flatMap((source, pane): Row[] => {
      const labels = { kind: 'case', case: position + 1, instanceId, pane: pane + 1, source };
      const chosen = choice === null ? {} : { value: choice === source ? 1 : 0 };
      const given = ratings[source] ?? null;
      return [
        { ...labels, name: 'chosen', ...chosen },
        { ...labels, name: 'rating', ...(given !== null && { value: given }) },
      ];
    }),
  );
  return csvTable(columns, [
    ...ofSources,
    { kind: 'score', name: 'chosen', ...none },
    ...ofPairs,
    ...ofCases,
  ]);
}
