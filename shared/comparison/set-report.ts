import { dice, jaccard, metricDefinitions } from '../agreement.js';
import { bootstrapInterval, meanAt, percentile, resamples, type Interval } from '../bootstrap.js';
import type { ModelReference, Provider } from '../domain.js';
import { AppError } from '../errors.js';
import { boundaryDefinitions } from './boundary.js';
import { comparePairs } from './compare-pairs.js';
import { calibrationOf, reviewCurve, reviewGain } from './confidence-quality.js';
import { nativeScores, reducedScores } from './labelled-scores.js';
import type { ModelRow, PictureRow } from './picture-row.js';
import type { ComparisonReport, Failure, ModelReport, PictureReport } from './report.js';
import { scoreContradiction, statedTolerance } from './score-bounds.js';
import { slicesOf } from './slices.js';

/** A model as a report names it. */
export interface ReportedModel extends ModelReference {
  readonly provider: Provider;
  /** Null where it was not measured. */
  readonly peakRssMb: number | null;
  readonly params: number | null;
  readonly macs: number | null;
  /** What its manifest states. */
  readonly stated: Readonly<Record<string, Interval>>;
}

export interface SetReportInput {
  readonly models: readonly ReportedModel[];
  readonly rows: readonly PictureRow[];
  readonly split: string | null;
  /** What was asked of the pictures, in words; none where all are counted. */
  readonly only?: readonly string[];
  readonly createdAt: Date;
  readonly failures: readonly (Failure & { readonly model: string })[];
}

const otherDefinitions = {
  meanIou: 'mean over pictures of the intersection over union of two models’ masks',
  draw: 'the Jaccards of two models differ by at most 0.01',
  signedRank:
    'Wilcoxon’s signed-rank test of the Jaccards, two-sided; pHolm is adjusted for the number of pairs',
  calibration: 'pictures in tenths of the confidence: its mean against their mean Jaccard',
  review:
    'share of the failures (J < 0.65) among the least confident pictures; gain: (found - random) / (perfect - random)',
  interval: '95 % percentile bootstrap over pictures, 1000 resamples',
  native: 'masks at the size of the picture they belong to',
  256: 'masks reduced to 256 x 256; a pixel is foreground where half of its area was',
  cost: 'run: the network alone; total: from the request to the mask, decoding included; memory: peak of a process that ran this model only',
} as const;

/**
 * The pictures that a report is of: those which every model segmented, and where any mask is known
 * those whose mask is.
 */
export function commonRows(
  rows: readonly PictureRow[],
  models: readonly { id: string }[],
): PictureRow[] {
  const whole = rows.filter((row) => models.every(({ id }) => row.models[id] !== undefined));
  const known = whole.filter(({ areaShare }) => areaShare !== null);
  return known.length > 0 ? known : whole;
}

/** @throws AppError `bad-input` when no picture was segmented by every model. */
export function setReport({
  models,
  rows,
  split,
  only = [],
  createdAt,
  failures,
}: SetReportInput): ComparisonReport {
  const common = commonRows(rows, models);
  if (common.length === 0) {
    throw new AppError('bad-input', 'no picture could be segmented by every model');
  }
  const rejected = models.flatMap(({ id, stated }) => {
    const values = Object.fromEntries(Object.entries(stated).map(([name, s]) => [name, s.value]));
    const reason = scoreContradiction(values, statedTolerance);
    return reason === null ? [] : [{ model: id, reason: `as stated: ${reason}` }];
  });
  const paired = models.map(({ id }) => ({ id, jaccards: jaccardsOf(rowsOf(common, id)) }));
  return {
    format: 'limen-comparison/1',
    notice: 'For research use. Not a diagnostic device.',
    createdAt: createdAt.toISOString(),
    split,
    only,
    pictures: common.length,
    definitions: { ...metricDefinitions, ...boundaryDefinitions, ...otherDefinitions },
    models: models.map((model) => reportModel(model, common, rejected)),
    pairs: comparePairs(paired, common),
    perPicture: common.map(describePicture),
    rejected,
    failures,
  };
}

function rowsOf(rows: readonly PictureRow[], id: string): ModelRow[] {
  return rows.flatMap(({ models }) => models[id] ?? []);
}

/** Null unless every picture's mask is known. */
function jaccardsOf(rows: readonly ModelRow[]): number[] | null {
  const counts = rows.flatMap(({ native }) => native ?? []);
  return counts.length === rows.length ? counts.map(jaccard) : null;
}

function reportModel(
  { id, version, sha256, stated, ...model }: ReportedModel,
  pictures: readonly PictureRow[],
  rejected: ComparisonReport['rejected'],
): ModelReport {
  const rows = rowsOf(pictures, id);
  const jaccards = jaccardsOf(rows);
  const confidences = rows.map(({ confidence }) => confidence);
  const samples = resamples(rows.length);
  return {
    id,
    version,
    sha256,
    n: rows.length,
    ...(jaccards && {
      ...nativeScores(rows.flatMap(({ native }) => native ?? [])),
      at256: reducedScores(rows),
      ...judgements(pictures, jaccards, confidences),
    }),
    meanConfidence: bootstrapInterval((drawn) => meanAt(confidences, drawn), samples),
    cost: { ...timesOf(rows), ...model },
    stated: rejected.some((each) => each.model === id) ? null : stated,
  };
}

function judgements(
  pictures: readonly PictureRow[],
  jaccards: readonly number[],
  confidences: readonly number[],
): Pick<ModelReport, 'calibration' | 'review' | 'slices'> {
  const judged = jaccards.map((value, index) => ({
    jaccard: value,
    confidence: confidences[index] ?? Number.NaN,
  }));
  const curve = reviewCurve(judged);
  return {
    calibration: calibrationOf(judged),
    review: { curve, gain20: reviewGain(curve, 0.2), gain40: reviewGain(curve, 0.4) },
    slices: slicesOf(
      judged.map((each, index) => ({
        ...each,
        areaShare: pictures[index]?.areaShare ?? Number.NaN,
        melanoma: pictures[index]?.melanoma ?? null,
      })),
    ),
  };
}

function timesOf(rows: readonly ModelRow[]) {
  const run = Float64Array.from(rows, ({ runMs }) => runMs).sort();
  const total = Float64Array.from(rows.flatMap(({ totalMs }) => totalMs ?? [])).sort();
  return {
    medianRunMs: percentile(run, 0.5),
    p95RunMs: percentile(run, 0.95),
    medianTotalMs: total.length === 0 ? null : percentile(total, 0.5),
  };
}

function describePicture({ id, areaShare, models, ious }: PictureRow): PictureReport {
  const scores = Object.entries(models).map(([model, { native, confidence, runMs }]) => {
    const found = native && { jaccard: jaccard(native), dice: dice(native) };
    return [model, { ...found, confidence, runMs }] as const;
  });
  return {
    id,
    ...(areaShare !== null && { areaShare }),
    models: Object.fromEntries(scores),
    meanIou: ious.reduce((sum, iou) => sum + iou, 0) / ious.length,
  };
}
