import { jaccard } from '../agreement.js';
import { maskArea, xorMasks, type RunLengthMask } from '../labelmap.js';
import { boundaryAgreement } from './boundary.js';
import { countMasks, resizeMask } from './mask-agreement.js';
import type { ModelRow } from './picture-row.js';

const reducedSide = 256;

/** Every score of a mask against the known one. Throws `bad-input` for masks of different sizes. */
export function measureMask(
  mask: RunLengthMask,
  known: RunLengthMask,
): Pick<ModelRow, 'native' | 'reduced' | 'boundary'> {
  const reduced = (each: RunLengthMask) => resizeMask(each, reducedSide, reducedSide);
  const [small, smallKnown] = [reduced(mask), reduced(known)];
  return {
    native: countMasks(mask, known),
    reduced: countMasks(small, smallKnown),
    boundary: boundaryAgreement(small, smallKnown),
  };
}

/** IoU of every two masks: first with second, first with third ... */
export function mutualIous(masks: readonly RunLengthMask[]): number[] {
  return masks.flatMap((mask, index) =>
    masks.slice(index + 1).map((other) => jaccard(countMasks(mask, other))),
  );
}

/** Pixels between a proposal and what was accepted. */
export function changedPixels(
  proposal: RunLengthMask,
  accepted: RunLengthMask,
): { changedPx: number; changedShare: number } {
  const changedPx = maskArea(xorMasks(proposal, accepted));
  return { changedPx, changedShare: changedPx / Math.max(1, maskArea(accepted)) };
}

/** Share of the field that a mask takes. */
export function areaShareOf(mask: RunLengthMask): number {
  return maskArea(mask) / (mask.width * mask.height);
}
