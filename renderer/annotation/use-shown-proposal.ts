import { useEffect, useMemo } from 'react';
import type { SegmentId } from '../../shared/domain.js';
import { maskArea, type RunLengthMask } from '../../shared/labelmap.js';
import type { PictureStage } from '../viewport/picture-stage.js';

/** Put the proposal on the stage; says whether the reader's lesion mask equals it already. */
export function useShownProposal(
  stage: PictureStage,
  ready: boolean,
  mask: RunLengthMask | null,
  areas: ReadonlyMap<SegmentId, number>,
): boolean {
  useEffect(() => {
    if (ready) stage.setProposal(mask);
  }, [stage, ready, mask]);

  return useMemo(() => {
    if (mask === null || !ready) return false;
    // Equal areas are cheap to see and almost always tell.
    return areas.get('lesion') === maskArea(mask) && stage.holds('lesion', mask);
  }, [stage, ready, mask, areas]);
}
