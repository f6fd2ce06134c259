import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { SetRunSummary } from '../../shared/domain.js';
import { onEvent } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';

/** All runs over sets, newest first, as far as they are now. */
export function useSetRuns(): {
  list: readonly SetRunSummary[];
  error: unknown;
  refetch: () => void;
} {
  const client = useQueryClient();
  const { data, error, refetch } = useMethod('setRun.list', {});
  useEffect(() => {
    const { queryKey } = methodQuery('setRun.list', {});
    return onEvent('setRun.progress', (run) => {
      client.setQueryData(queryKey, (before) => {
        const known = before?.some(({ id }) => id === run.id) ?? false;
        if (!known) return [run, ...(before ?? [])];
        return before?.map((each) => (each.id === run.id ? run : each));
      });
    });
  }, [client]);
  return { list: data ?? [], error, refetch: () => void refetch() };
}
