import { useCallback, useEffect, useState } from 'react';
import type { Proposal, RunStage } from '../../shared/domain.js';
import { ApiError, call } from '../api.js';
import { reportError } from '../report-error.js';
import { useRunStage } from './use-run-stage.js';

/** A run that was asked for; a new one is made for each try. */
interface Asked {
  /** Null: the default model. */
  readonly modelId: string | null;
}

interface Failure {
  readonly of: Asked;
  readonly error: unknown;
}

export interface ProposalRun {
  /** What is proposed now; it stays while another model runs. */
  readonly proposal: Proposal | null;
  /** The run under way. */
  readonly running: Asked | null;
  /** What that run is doing; null while it waits. */
  readonly stage: RunStage | null;
  /** Why the last run gave no proposal; null when it did or was cancelled for another. */
  readonly failure: unknown;
  readonly runAgain: () => void;
  /** Propose by another model; what is drawn is not touched. */
  readonly choose: (modelId: string) => void;
  readonly cancel: () => void;
}

const byDefault: Asked = { modelId: null };

/**
 * The proposal of a frame: the stored one, else a run of the default model, else what the model
 * gives that was chosen.
 */
export function useProposalRun(
  opened: boolean,
  instanceId: string,
  frame: number,
  stored: Proposal | null,
): ProposalRun {
  const [chosen, setChosen] = useState<Asked | null>(null);
  const [answer, setAnswer] = useState<{ to: Asked; proposal: Proposal } | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);

  const asked = chosen ?? (opened && stored === null ? byDefault : null);
  useEffect(() => {
    if (asked === null) return undefined;
    let current = true;
    call('proposal.run', { instanceId, frame, modelId: asked.modelId }).then(
      (proposal) => {
        if (current) setAnswer({ to: asked, proposal });
      },
      (error: unknown) => {
        if (current) setFailure({ of: asked, error });
      },
    );
    return () => {
      current = false;
    };
  }, [asked, instanceId, frame]);

  const proposal = answer?.proposal ?? stored;
  const failed = failure !== null && failure.of === asked;
  const running = asked === null || failed || answer?.to === asked ? null : asked;
  const stage = useRunStage(instanceId, frame, running);
  const cancelled =
    failed && failure.error instanceof ApiError && failure.error.code === 'cancelled';

  const cancel = useCallback(() => {
    call('proposal.cancel', { instanceId, frame }).catch(reportError);
  }, [instanceId, frame]);
  return {
    proposal,
    running,
    stage,
    // Where there is a proposal already, giving another one up is no failure.
    failure: failed && !(cancelled && proposal !== null) ? failure.error : null,
    runAgain: () => {
      setChosen({ modelId: asked?.modelId ?? null });
    },
    choose: (modelId) => {
      if (running !== null) cancel();
      setChosen({ modelId });
    },
    cancel,
  };
}
