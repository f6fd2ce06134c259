import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { scoresOf } from '../../shared/abcd/draft.js';
import type { AbcdPart, AbcdRecord, AbcdScores } from '../../shared/abcd/scores.js';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';
import { reportError } from '../report-error.js';
import type { Explained } from '../viewport/explain-canvas.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import { computeDraft } from './compute-draft.js';
import type { Reading } from './use-reading.js';

type Drafted = Omit<Explained, 'part'>;

export interface AbcdControl {
  readonly drafted: Drafted | null;
  readonly computing: boolean;
  /** The mask was changed since the draft was made. */
  readonly stale: boolean;
  /** The number that is explained over the picture, with its draft; null for none. */
  readonly explained: Explained | null;
  /** What the reader at work confirmed last; null before. */
  readonly record: AbcdRecord | null;
  readonly confirming: boolean;
  readonly draft: () => void;
  /** Explain a number over the picture, or no longer. */
  readonly explain: (part: AbcdPart) => void;
  readonly confirm: (scores: AbcdScores) => void;
}

/**
 * Drafts the ABCD scores of the reader's lesion on demand and keeps what the reader makes of them.
 * @param masks another object after every change of the masks
 */
export function useAbcd(
  stage: PictureStage,
  at: { instanceId: string; frame: number },
  masks: unknown,
  { history, settle }: Pick<Reading, 'history' | 'settle'>,
): AbcdControl {
  const { instanceId, frame } = at;
  const client = useQueryClient();
  const { queryKey } = methodQuery('reading.abcd', { instanceId, frame });
  const { data, refetch } = useMethod('reading.abcd', { instanceId, frame });
  const [result, setResult] = useState<{ drafted: Drafted; masks: unknown } | null>(null);
  const [running, setRunning] = useState<AbortController | null>(null);
  const [part, setPart] = useState<AbcdPart | null>(null);
  const abort = useRef<AbortController | null>(null);
  const confirmation = useMutation({
    mutationFn: async (scores: { draft: AbcdScores; confirmed: AbcdScores }) => {
      // What is confirmed is of the masks on screen, so these are written first.
      await settle();
      return call('reading.confirmAbcd', { instanceId, frame, ...scores });
    },
    onSuccess: (record) => {
      client.setQueryData(queryKey, { record });
    },
  });

  const confirmed = (data?.record ?? null) !== null;
  useEffect(() => {
    if (!confirmed) return undefined;
    // A change that was written, or one taken back: is the confirmation still of these masks?
    void refetch();
    return history.subscribe(() => {
      void refetch();
    });
  }, [confirmed, history, refetch]);
  useEffect(() => () => abort.current?.abort(), []);

  const draft = useCallback(() => {
    abort.current?.abort();
    const sample = stage.sampleLesion();
    if (sample === null) return;
    const mine = new AbortController();
    abort.current = mine;
    setRunning(mine);
    computeDraft(sample, mine.signal)
      .then((drafted) => {
        setResult(drafted && { drafted: { draft: drafted, sample }, masks });
      }, reportError)
      .finally(() => {
        setRunning((running) => (running === mine ? null : running));
      });
  }, [stage, masks]);

  const drafted = result?.drafted ?? null;
  const explained = useMemo(
    () => (drafted === null || part === null ? null : { ...drafted, part }),
    [drafted, part],
  );
  return {
    drafted,
    computing: running !== null,
    stale: result !== null && result.masks !== masks,
    explained,
    record: data?.record ?? null,
    confirming: confirmation.isPending,
    draft,
    explain: (wanted) => {
      setPart(wanted === part ? null : wanted);
    },
    confirm: (scores) => {
      if (drafted !== null) {
        confirmation.mutate({ draft: scoresOf(drafted.draft), confirmed: scores });
      }
    },
  };
}
