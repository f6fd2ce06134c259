import { jaccard, type Counts } from '../../shared/agreement.js';
import { countMasks } from '../../shared/comparison/mask-agreement.js';
import { AppError } from '../../shared/errors.js';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import type { MeasuredModel, Prediction } from './measure-model.js';

/** Predictions of one model on the pictures that all models segmented, in the same order. */
export interface ScoredModel {
  readonly measured: MeasuredModel;
  readonly predictions: readonly Prediction[];
  readonly masks: readonly RunLengthMask[];
  /** Null without known masks. */
  readonly counts: readonly Counts[] | null;
  readonly jaccards: Float64Array | null;
}

/**
 * Ids which every model segmented and whose mask is known, where masks are.
 * @throws AppError `bad-input` when there is none.
 */
export function commonIds(
  measured: readonly MeasuredModel[],
  truths: ReadonlyMap<string, RunLengthMask> | null,
): string[] {
  const ids = [...(measured[0]?.predictions.keys() ?? [])].filter(
    (id) => measured.every(({ predictions }) => predictions.has(id)) && (truths?.has(id) ?? true),
  );
  if (ids.length > 0) return ids;
  throw new AppError('bad-input', 'no picture could be segmented by every model');
}

/** Hold one model's masks against the known ones. */
export function scoreModel(
  measured: MeasuredModel,
  ids: readonly string[],
  truths: ReadonlyMap<string, RunLengthMask> | null,
): ScoredModel {
  const predictions = ids.flatMap((id) => measured.predictions.get(id) ?? []);
  const masks = predictions.map(({ mask }) => decodeMask(mask));
  const known = truths && ids.flatMap((id) => truths.get(id) ?? []);
  const counts = known && masks.map((mask, index) => countMasks(mask, known[index] ?? mask));
  const jaccards = counts && Float64Array.from(counts, jaccard);
  return { measured, predictions, masks, counts, jaccards };
}
