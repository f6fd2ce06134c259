import { areaShareOf, measureMask, mutualIous } from '../../shared/comparison/measure-masks.js';
import type { PictureRow } from '../../shared/comparison/picture-row.js';
import type { ComparisonReport } from '../../shared/comparison/report.js';
import { setReport } from '../../shared/comparison/set-report.js';
import { AppError } from '../../shared/errors.js';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import { referenceOf } from '../models/registry.js';
import type { MeasuredModel } from './measure-model.js';

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

/** @throws AppError `bad-input` when no picture was segmented by every model. */
export function buildReport(input: ComparisonInput): ComparisonReport {
  const { measured, truths, split, createdAt } = input;
  return setReport({
    models: measured.map(({ model, provider, peakRssMb }) => {
      const { params, macs, metrics } = model.manifest;
      return { ...referenceOf(model), provider, peakRssMb, params, macs, stated: metrics };
    }),
    rows: commonIds(measured, truths).map((id) => rowOf(id, input)),
    split,
    createdAt,
    failures: measured.flatMap(({ model, failures }) =>
      failures.map((failure) => ({ model: model.manifest.id, ...failure })),
    ),
  });
}

/** Ids which every model segmented and whose mask is known, where masks are. */
function commonIds(
  measured: readonly MeasuredModel[],
  truths: ReadonlyMap<string, RunLengthMask> | null,
): string[] {
  const ids = [...(measured[0]?.predictions.keys() ?? [])].filter(
    (id) => measured.every(({ predictions }) => predictions.has(id)) && (truths?.has(id) ?? true),
  );
  if (ids.length > 0) return ids;
  throw new AppError('bad-input', 'no picture could be segmented by every model');
}

function rowOf(id: string, { measured, truths, melanoma }: ComparisonInput): PictureRow {
  const known = truths?.get(id) ?? null;
  const found = measured.flatMap(({ model, predictions }) => {
    const prediction = predictions.get(id);
    if (prediction === undefined) return [];
    return { model: model.manifest.id, prediction, mask: decodeMask(prediction.mask) };
  });
  const unknown = { native: null, reduced: null, boundary: null };
  const models = found.map(({ model, prediction, mask }) => {
    const { confidence, runMs, totalMs } = prediction;
    const scores = known === null ? unknown : measureMask(mask, known);
    return [model, { confidence, runMs, totalMs, ...scores, effort: null }] as const;
  });
  return {
    id,
    areaShare: known && areaShareOf(known),
    melanoma: melanoma.get(id) ?? null,
    models: Object.fromEntries(models),
    ious: mutualIous(found.map(({ mask }) => mask)),
  };
}
