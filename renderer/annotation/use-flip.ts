import { useCallback, useEffect, useState } from 'react';
import type { SegmentMask } from '../../shared/domain.js';
import { encodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import type { PictureStage } from '../viewport/picture-stage.js';

export interface Flip {
  /** What is on screen in place of the masks being corrected; null while these are. */
  readonly shown: 'start' | 'proposal' | null;
  readonly toggle: () => void;
}

/**
 * One look at what the correction began with: the masks the frame was opened with or, where it had
 * none, the proposal.
 */
export function useFlip(
  stage: PictureStage,
  ready: boolean,
  start: readonly SegmentMask[],
  proposal: RunLengthMask | null,
): Flip {
  const [flipped, setFlipped] = useState(false);
  const shown = !flipped ? null : start.length > 0 ? 'start' : 'proposal';
  useEffect(() => {
    if (!ready) return;
    if (shown === null) stage.setBefore(null);
    else if (shown === 'start') stage.setBefore(start);
    else if (proposal !== null) {
      stage.setBefore([{ segment: 'lesion', mask: encodeMask(proposal) }]);
    }
  }, [stage, ready, shown, start, proposal]);
  const possible = ready && (start.length > 0 || proposal !== null);
  return {
    shown,
    toggle: useCallback(() => {
      setFlipped((before) => possible && !before);
    }, [possible]),
  };
}
