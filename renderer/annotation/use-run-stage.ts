import { useEffect, useState } from 'react';
import type { RunStage } from '../../shared/domain.js';
import { onEvent } from '../api.js';

/**
 * What the run on this frame is doing, as the worker last said; null while it waits for its turn.
 *
 * @param run another one for each run
 */
export function useRunStage(
  instanceId: string,
  frame: number,
  run: object | null,
): RunStage | null {
  const [told, setTold] = useState<{ run: object; stage: RunStage } | null>(null);
  useEffect(() => {
    if (run === null) return undefined;
    return onEvent('proposal.stage', (event) => {
      if (event.instanceId !== instanceId || event.frame !== frame) return;
      setTold({ run, stage: event.stage });
    });
  }, [instanceId, frame, run]);
  return told !== null && told.run === run ? told.stage : null;
}
