import { useCallback, useDeferredValue, useEffect, useMemo, useState } from 'react';
import type { ProbabilityMap, Proposal } from '../../shared/domain.js';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import { call } from '../api.js';
import { maskAtThreshold } from '../viewport/probability-mask.js';

export type ProposalState =
  | { readonly kind: 'running' }
  | { readonly kind: 'ready'; readonly proposal: Proposal }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface ProposalControl {
  readonly state: ProposalState;
  readonly threshold: number;
  /** The proposal at the threshold, at native size; null until there is one. */
  readonly mask: RunLengthMask | null;
  /** Why the threshold cannot be moved; null when it can. */
  readonly thresholdError: unknown;
  readonly setThreshold: (threshold: number) => void;
  readonly runAgain: () => void;
}

/**
 * The proposal of a frame: the stored one, or a run of the model that is in use. The threshold acts
 * on the run's probability map, so the model is not run again.
 *
 * @param opened false until it is known whether a proposal is stored
 */
export function useProposal(
  opened: boolean,
  instanceId: string,
  frame: number,
  stored: Proposal | null,
): ProposalControl {
  const [found, setFound] = useState<ProposalState>({ kind: 'running' });
  const [attempt, setAttempt] = useState(0);
  const [moved, setMoved] = useState<number | null>(null);
  const [map, setMap] = useState<ProbabilityMap | null>(null);
  const [thresholdError, setThresholdError] = useState<unknown>(null);

  const runs = opened && stored === null;
  useEffect(() => {
    if (!runs) return undefined;
    let current = true;
    call('proposal.run', { instanceId, frame, modelId: null }).then(
      (proposal) => {
        if (current) setFound({ kind: 'ready', proposal });
      },
      (error: unknown) => {
        if (current) setFound({ kind: 'failed', error });
      },
    );
    return () => {
      current = false;
    };
  }, [runs, instanceId, frame, attempt]);

  const state: ProposalState = stored === null ? found : { kind: 'ready', proposal: stored };
  const proposal = state.kind === 'ready' ? state.proposal : null;
  const runId = proposal?.run.id ?? null;
  const wanted = moved !== null;
  useEffect(() => {
    if (runId === null || !wanted) return undefined;
    let current = true;
    call('proposal.probability', { runId }).then(
      (received) => {
        if (current) setMap(received);
      },
      (error: unknown) => {
        if (current) setThresholdError(error);
      },
    );
    return () => {
      current = false;
    };
  }, [runId, wanted]);

  const threshold = moved ?? proposal?.run.threshold ?? 0.5;
  const settled = useDeferredValue(threshold);
  const mask = useMemo(() => {
    if (proposal === null) return null;
    const own = decodeMask(proposal.mask);
    if (map === null || settled === proposal.run.threshold) return own;
    return maskAtThreshold(map, settled, own);
  }, [proposal, map, settled]);

  return {
    state,
    threshold,
    mask,
    thresholdError,
    setThreshold: setMoved,
    runAgain: useCallback(() => {
      setFound({ kind: 'running' });
      setAttempt((before) => before + 1);
    }, []),
  };
}
