import { useEffect } from 'react';
import type { ProbabilityMap } from '../../shared/domain.js';
import type { HeatKind } from '../viewport/heat-colours.js';
import type { PictureStage } from '../viewport/picture-stage.js';

/** Lay the probability map over the picture while it is wanted. */
export function useShownHeat(
  stage: PictureStage,
  ready: boolean,
  map: ProbabilityMap | null,
  kind: HeatKind | null,
): void {
  useEffect(() => {
    if (!ready || map === null || kind === null) return undefined;
    stage.setHeat({ map, kind });
    return () => {
      stage.setHeat(null);
    };
  }, [stage, ready, map, kind]);
}
