import {
  metricAveraging,
  summariseAgreement,
  type Counts,
  type MetricName,
} from '../../shared/agreement.js';
import { bootstrapInterval, meanAt, resamples } from '../../shared/bootstrap.js';
import { boundaryAgreement, type boundaryDefinitions } from '../../shared/comparison/boundary.js';
import { countMasks, resizeMask } from '../../shared/comparison/mask-agreement.js';
import type { RunLengthMask } from '../../shared/labelmap.js';
import type { LabelledScore, NativeScores, ReducedScores } from './report.js';

const reducedSide = 256;

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
export function reducedScores(
  masks: readonly RunLengthMask[],
  ids: readonly string[],
  truths: ReadonlyMap<string, RunLengthMask>,
): ReducedScores {
  const both = ids.flatMap((id, index) => {
    const [mask, truth] = [masks[index], truths.get(id)];
    if (mask === undefined || truth === undefined) return [];
    const reduced = (each: RunLengthMask) => resizeMask(each, reducedSide, reducedSide);
    return [{ mask: reduced(mask), truth: reduced(truth) }];
  });
  const scores = summariseAgreement(both.map(({ mask, truth }) => countMasks(mask, truth)));
  const boundaries = both.map(({ mask, truth }) => boundaryAgreement(mask, truth));
  const samples = resamples(both.length);
  const boundaryScore = (name: keyof typeof boundaryDefinitions): LabelledScore => {
    const values = boundaries.map((boundary) => boundary[name]);
    const interval = bootstrapInterval((rows) => meanAt(values, rows), samples);
    return { ...interval, averaging: 'per image', resolution: '256' };
  };
  return {
    ...labelled(scores, '256'),
    hausdorff95: boundaryScore('hausdorff95'),
    surfaceDice: boundaryScore('surfaceDice'),
  };
}
