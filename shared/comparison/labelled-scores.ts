import { metricAveraging, summariseAgreement, type Counts, type MetricName } from '../agreement.js';
import { bootstrapInterval, meanAt, resamples } from '../bootstrap.js';
import type { boundaryDefinitions } from './boundary.js';
import type { ModelRow } from './picture-row.js';
import type { LabelledScore, NativeScores, ReducedScores } from './report.js';

/** Every metric at the pictures' own size: what `limen evaluate` prints. */
export function nativeScores(counts: readonly Counts[]): NativeScores {
  return labelled(summariseAgreement(counts), 'native');
}

function labelled(
  scores: ReturnType<typeof summariseAgreement>,
  resolution: LabelledScore['resolution'],
): NativeScores {
  const rows = (Object.keys(scores) as MetricName[]).map(
    (name) => [name, { ...scores[name], averaging: metricAveraging[name], resolution }] as const,
  );
  return Object.fromEntries(rows) as NativeScores;
}

/** The same and the boundary metrics with all masks reduced to 256 x 256. */
export function reducedScores(rows: readonly ModelRow[]): ReducedScores {
  const boundaries = rows.flatMap(({ boundary }) => boundary ?? []);
  const samples = resamples(boundaries.length);
  const boundaryScore = (name: keyof typeof boundaryDefinitions): LabelledScore => {
    const values = boundaries.map((boundary) => boundary[name]);
    const interval = bootstrapInterval((drawn) => meanAt(values, drawn), samples);
    return { ...interval, averaging: 'per image', resolution: '256' };
  };
  return {
    ...labelled(summariseAgreement(rows.flatMap(({ reduced }) => reduced ?? [])), '256'),
    hausdorff95: boundaryScore('hausdorff95'),
    meanSurfaceDistance: boundaryScore('meanSurfaceDistance'),
    surfaceDice: boundaryScore('surfaceDice'),
  };
}
