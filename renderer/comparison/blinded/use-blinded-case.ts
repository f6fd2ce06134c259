import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { BlindedAnswer, BlindedSummary } from '../../../shared/blinded.js';
import { decodeMask, type RunLengthMask } from '../../../shared/labelmap.js';
import { call, type ApiError } from '../../api.js';

export interface ShownCase {
  readonly instanceId: string;
  readonly fileName: string;
  /** In the order of the panes. */
  readonly masks: readonly RunLengthMask[];
  readonly answer: BlindedAnswer;
}

const unanswered: BlindedAnswer = { choice: null, ratings: [] };

function caseQuery(id: string, position: number) {
  return queryOptions({
    queryKey: ['blinded.case', id, position] as const,
    queryFn: async (): Promise<ShownCase> => {
      const { masks, ...found } = await call('blinded.case', { id, position });
      return { ...found, masks: masks.map(decodeMask) };
    },
  });
}

/**
 * One case of a reading; the one after it is prepared meanwhile. An answer is sent when it is
 * given, one after the other.
 *
 * @param position may be past the last case: then there is none
 */
export function useBlindedCase(
  { id, cases }: BlindedSummary,
  position: number,
): {
  shown: ShownCase | undefined;
  error: ApiError | null;
  retry: () => void;
  answer: (change: Partial<BlindedAnswer>) => void;
  /** What was answered up to now: a key may follow another before the screen is drawn again. */
  given: () => BlindedAnswer;
} {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery({
    ...caseQuery(id, position),
    enabled: position < cases,
  });
  // Its models run while this one is judged.
  useQuery({ ...caseQuery(id, position + 1), enabled: data !== undefined && position + 1 < cases });
  const { mutate } = useMutation({
    scope: { id: 'blinded.answer' },
    mutationFn: (given: { position: number; answer: BlindedAnswer }) =>
      call('blinded.answer', { id, ...given }),
    onError: (_error, given) => client.invalidateQueries(caseQuery(id, given.position)),
  });
  const { queryKey } = caseQuery(id, position);
  return {
    shown: data,
    error,
    retry: () => void refetch(),
    answer: (change) => {
      const newest = client.getQueryData(queryKey);
      if (newest === undefined) return;
      const answer = { ...newest.answer, ...change };
      client.setQueryData(queryKey, { ...newest, answer });
      mutate({ position, answer });
    },
    given: () => client.getQueryData(queryKey)?.answer ?? unanswered,
  };
}
