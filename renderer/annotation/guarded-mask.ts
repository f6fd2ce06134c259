import type { SegmentId } from '../../shared/domain.js';
import {
  intersectMasks,
  subtractMasks,
  unionMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import type { Restriction } from '../viewport/stage-types.js';

/**
 * What becomes of a change of a whole mask where edits go only inside, or only outside, another segment:
 * elsewhere the mask stays as it was. Masks have one size.
 */
export function guardedMask(
  before: RunLengthMask,
  target: RunLengthMask,
  guard: RunLengthMask,
  where: Restriction['where'],
): RunLengthMask {
  return where === 'inside'
    ? unionMasks(intersectMasks(target, guard), subtractMasks(before, guard))
    : unionMasks(subtractMasks(target, guard), intersectMasks(before, guard));
}

/** The same for a segment on a stage, under the restriction the reader chose; null for none. */
export function restricted(
  stage: Pick<PictureStage, 'mask'>,
  segment: SegmentId,
  target: RunLengthMask,
  restriction: Restriction | null,
): RunLengthMask {
  // As for the tools: a segment does not guard itself.
  if (restriction === null || restriction.segment === segment) return target;
  const before = stage.mask(segment);
  const guard = stage.mask(restriction.segment);
  return before && guard ? guardedMask(before, target, guard, restriction.where) : target;
}
