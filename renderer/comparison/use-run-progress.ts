import { useEffect, useState } from 'react';
import { onEvent } from '../api.js';
import type { Frame } from './use-panes.js';

export interface RunProgress {
  /** What the model's last run took; null when it never ran here. */
  readonly expectedMs: number | null;
}

/** Runs on this frame that have begun, by model. */
export function useRunProgress({ instanceId, frame }: Frame): ReadonlyMap<string, RunProgress> {
  const [begun, setBegun] = useState<ReadonlyMap<string, RunProgress>>(new Map());
  useEffect(
    () =>
      onEvent('proposal.started', (started) => {
        if (started.instanceId !== instanceId || started.frame !== frame) return;
        const { modelId, expectedMs } = started;
        setBegun((before) => new Map([...before, [modelId, { expectedMs }]]));
      }),
    [instanceId, frame],
  );
  return begun;
}
