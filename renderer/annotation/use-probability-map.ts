import { useEffect, useState } from 'react';
import type { ProbabilityMap } from '../../shared/domain.js';
import { call } from '../api.js';

interface Answer {
  readonly runId: string;
  readonly map: ProbabilityMap | null;
  readonly error: unknown;
}

/** The probability map of a run, fetched when it is first wanted. */
export function useProbabilityMap(
  runId: string | null,
  wanted: boolean,
): { readonly map: ProbabilityMap | null; readonly error: unknown } {
  const [answer, setAnswer] = useState<Answer | null>(null);
  const current = answer?.runId === runId ? answer : null;
  const missing = wanted && current === null;
  useEffect(() => {
    if (runId === null || !missing) return undefined;
    let latest = true;
    const take = (map: ProbabilityMap | null, error: unknown): void => {
      if (latest) setAnswer({ runId, map, error });
    };
    call('proposal.probability', { runId }).then(
      (map) => {
        take(map, null);
      },
      (error: unknown) => {
        take(null, error);
      },
    );
    return () => {
      latest = false;
    };
  }, [runId, missing]);
  return { map: current?.map ?? null, error: current?.error ?? null };
}
