import { dice, jaccard, metricDefinitions } from '../../shared/agreement.js';
import { bootstrapInterval, meanAt, percentile, resamples } from '../../shared/bootstrap.js';
import { boundaryDefinitions } from '../../shared/comparison/boundary.js';
import {
  calibrationOf,
  reviewCurve,
  reviewGain,
} from '../../shared/comparison/confidence-quality.js';
import { countMasks } from '../../shared/comparison/mask-agreement.js';
import { scoreContradiction, statedTolerance } from '../../shared/comparison/score-bounds.js';
import { maskArea, type RunLengthMask } from '../../shared/labelmap.js';
import { referenceOf } from '../models/registry.js';
import { comparePairs } from './compare-pairs.js';
import type { Failure, MeasuredModel, Prediction } from './measure-model.js';
import { nativeScores, reducedScores } from './labelled-scores.js';
import type { ComparisonReport, ModelReport, PictureReport } from './report.js';
import { commonIds, scoreModel, type ScoredModel } from './score-models.js';
import { slicesOf } from './slices.js';

/** What is compared: predictions of several models on the same pictures. */
export interface ComparisonInput {
  readonly measured: readonly MeasuredModel[];
  /** Known masks by id; null where there are none to score against. */
  readonly truths: ReadonlyMap<string, RunLengthMask> | null;
  /** Whether a picture shows a melanoma, where that is known. */
  readonly melanoma: ReadonlyMap<string, boolean>;
  readonly split: string | null;
  readonly createdAt: Date;
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

/** @throws AppError `bad-input` when no picture was segmented by every model. */
export function buildReport(input: ComparisonInput): ComparisonReport {
  const { measured, truths, split, createdAt } = input;
  const ids = commonIds(measured, truths);
  const scored = measured.map((model) => scoreModel(model, ids, truths));
  const perPicture = describePictures(scored, ids, truths);
  const stated = measured.map(({ model }) => ({ model, scores: model.manifest.metrics }));
  const rejected = stated.flatMap(({ model, scores }) => {
    const values = Object.fromEntries(Object.entries(scores).map(([name, s]) => [name, s.value]));
    const reason = scoreContradiction(values, statedTolerance);
    return reason === null ? [] : [{ model: model.manifest.id, reason: `as stated: ${reason}` }];
  });
  return {
    format: 'limen-comparison/1',
    notice: 'For research use. Not a diagnostic device.',
    createdAt: createdAt.toISOString(),
    split,
    pictures: ids.length,
    definitions: { ...metricDefinitions, ...boundaryDefinitions, ...otherDefinitions },
    models: scored.map((each) => reportModel(each, ids, input, rejected)),
    pairs: comparePairs(scored),
    perPicture,
    rejected,
    failures: failuresOf(measured),
  };
}

function reportModel(
  { measured, predictions, masks, counts, jaccards }: ScoredModel,
  ids: readonly string[],
  { truths, melanoma }: ComparisonInput,
  rejected: ComparisonReport['rejected'],
): ModelReport {
  const { manifest } = measured.model;
  const samples = resamples(ids.length);
  const confidences = predictions.map(({ confidence }) => confidence);
  const mean = (values: ArrayLike<number>) =>
    bootstrapInterval((rows) => meanAt(values, rows), samples);
  const judged =
    jaccards && confidences.map((confidence, index) => judge(confidence, jaccards, index));
  const curve = judged && reviewCurve(judged);
  const pictures = jaccards
    ? ids.map((id, index) => ({
        jaccard: jaccards[index] ?? Number.NaN,
        confidence: confidences[index] ?? Number.NaN,
        areaShare: shareOf(truths?.get(id)),
        melanoma: melanoma.get(id) ?? null,
      }))
    : null;
  return {
    ...referenceOf(measured.model),
    n: ids.length,
    ...(counts && nativeScores(counts)),
    ...(truths && { at256: reducedScores(masks, ids, truths) }),
    meanConfidence: mean(confidences),
    ...(judged && { calibration: calibrationOf(judged) }),
    ...(judged && {
      review: { curve, gain20: reviewGain(curve, 0.2), gain40: reviewGain(curve, 0.4) },
    }),
    ...(pictures && { slices: slicesOf(pictures) }),
    cost: {
      provider: measured.provider,
      ...timesOf(predictions),
      peakRssMb: measured.peakRssMb,
      params: manifest.params,
      macs: manifest.macs,
    },
    stated: rejected.some(({ model }) => model === manifest.id) ? null : manifest.metrics,
  };
}

function judge(confidence: number, jaccards: Float64Array, index: number) {
  return { confidence, jaccard: jaccards[index] ?? Number.NaN };
}

function timesOf(predictions: readonly Prediction[]) {
  const run = Float64Array.from(predictions, ({ runMs }) => runMs).sort();
  const total = Float64Array.from(predictions, ({ totalMs }) => totalMs).sort();
  return {
    medianRunMs: percentile(run, 0.5),
    p95RunMs: percentile(run, 0.95),
    medianTotalMs: percentile(total, 0.5),
  };
}

function describePictures(
  scored: readonly ScoredModel[],
  ids: readonly string[],
  truths: ReadonlyMap<string, RunLengthMask> | null,
): PictureReport[] {
  return ids.map((id, index) => {
    const masks = scored.flatMap((each) => each.masks[index] ?? []);
    const ious = masks.flatMap((mask, at) =>
      masks.slice(at + 1).map((other) => jaccard(countMasks(mask, other))),
    );
    const rows = scored.map(({ measured, predictions, counts }) => {
      const { confidence = 0, runMs = 0 } = predictions[index] ?? {};
      const counted = counts?.[index];
      const scores = counted && { jaccard: jaccard(counted), dice: dice(counted) };
      return [measured.model.manifest.id, { ...scores, confidence, runMs }] as const;
    });
    const areaShare = shareOf(truths?.get(id));
    return {
      id,
      ...(truths && { areaShare }),
      models: Object.fromEntries(rows),
      meanIou: ious.reduce((sum, iou) => sum + iou, 0) / ious.length,
    };
  });
}

function shareOf(truth: RunLengthMask | undefined): number {
  return truth === undefined ? Number.NaN : maskArea(truth) / (truth.width * truth.height);
}

function failuresOf(measured: readonly MeasuredModel[]): (Failure & { model: string })[] {
  return measured.flatMap(({ model, failures }) =>
    failures.map((failure) => ({ model: model.manifest.id, ...failure })),
  );
}
