import { useDeferredValue, useMemo, useState } from 'react';
import type { ProbabilityMap, Proposal } from '../../shared/domain.js';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import { maskAtThreshold } from '../viewport/probability-mask.js';
import { useProbabilityMap } from './use-probability-map.js';
import { useProposalRun, type ProposalRun } from './use-proposal-run.js';

/** A proposal's mask at native size, and where the probabilities were cut to get it. */
export interface ProposalCut {
  readonly revisionId: string;
  readonly threshold: number;
  readonly mask: RunLengthMask;
}

export interface ProposalControl extends ProposalRun {
  readonly threshold: number;
  /** The proposal at the threshold; null until there is one. While that is moved it follows. */
  readonly cut: ProposalCut | null;
  /** The run's probability map; null until it was asked for and came. */
  readonly map: ProbabilityMap | null;
  /** Why there is no map, so that the threshold cannot be moved; null when there is. */
  readonly mapError: unknown;
  readonly setThreshold: (threshold: number) => void;
}

/**
 * The proposal of a frame and what is made of its probability map: the threshold acts on that map,
 * so the model is not run again.
 *
 * @param opened false until it is known whether a proposal is stored
 * @param proposed the stored proposal's mask
 * @param mapped the probability map is to be shown
 */
export function useProposal(
  opened: boolean,
  instanceId: string,
  frame: number,
  stored: Proposal | null,
  proposed: RunLengthMask | null,
  mapped: boolean,
): ProposalControl {
  const run = useProposalRun(opened, instanceId, frame, stored);
  const { proposal } = run;
  const runId = proposal?.run.id ?? null;
  const [moved, setMoved] = useState<{ runId: string | null; to: number } | null>(null);
  // What was chosen for one run says nothing of another.
  const chosen = moved?.runId === runId ? moved.to : null;
  const { map, error } = useProbabilityMap(runId, mapped || chosen !== null);

  const threshold = chosen ?? proposal?.run.threshold ?? 0.5;
  const settled = useDeferredValue(threshold);
  const cut = useMemo(() => {
    if (proposal === null) return null;
    const own = proposal === stored ? proposed : decodeMask(proposal.mask);
    if (own === null) return null;
    const { revisionId, run } = proposal;
    if (map === null || settled === run.threshold) {
      return { revisionId, threshold: run.threshold, mask: own };
    }
    return { revisionId, threshold: settled, mask: maskAtThreshold(map, settled, own) };
  }, [proposal, stored, proposed, map, settled]);

  return {
    ...run,
    threshold,
    cut,
    map,
    mapError: error,
    setThreshold: (to) => {
      setMoved({ runId, to });
    },
  };
}
