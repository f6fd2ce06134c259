import {
  MutationCache,
  QueryClient,
  queryOptions,
  useQuery,
  type UseQueryResult,
} from '@tanstack/react-query';
import type { MethodInput, MethodName, MethodOutput } from '../shared/contract.js';
import { call, type ApiError, onEvent } from './api.js';

/** Reading calls as cached queries, keyed by method and input, and what makes them stale. */

declare module '@tanstack/react-query' {
  interface Register {
    defaultError: ApiError;
    mutationMeta: { shownInPlace?: true };
  }
}

/** A library that is being filled announces many rows a second; lists follow at this pace. */
const refreshIntervalMs = 400;

/** What is asked again when rows of the library change. */
const followed: readonly MethodName[] = [
  'app.info',
  'library.list',
  'library.get',
  'library.labels',
  'library.statistics',
  'trash.count',
  'identity.pairs',
  'identity.changes',
  'worklist.get',
  'gate.get',
  'review.list',
  'review.get',
  'review.agreement',
  'reader.list',
];

/** Query options of one reading method: key `[name, input]`. */
export function methodQuery<Name extends MethodName>(name: Name, input: MethodInput<Name>) {
  return queryOptions({
    queryKey: [name, input] as const,
    queryFn: (): Promise<MethodOutput<Name>> => call(name, input),
  });
}

/** The answer of a reading method, shared by all components which ask the same. */
export function useMethod<Name extends MethodName>(
  name: Name,
  input: MethodInput<Name>,
): UseQueryResult<MethodOutput<Name>> {
  return useQuery(methodQuery(name, input));
}

/** `report` gets the errors of actions, except those whose component shows them in place. */
export function createQueryClient(report: (error: ApiError) => void): QueryClient {
  return new QueryClient({
    mutationCache: new MutationCache({
      onError: (error, _variables, _context, mutation) => {
        if (mutation.meta?.shownInPlace !== true) report(error);
      },
    }),
    defaultOptions: {
      // Main is in the same machine: what it refuses once it refuses again, and what changes it
      // announces by events.
      queries: { retry: false, staleTime: Infinity, refetchOnWindowFocus: false },
      mutations: { retry: false },
    },
  });
}

/** Keep the cache in step with main's events; returns the function that stops it. */
export function followEvents(client: QueryClient): () => void {
  let timer: ReturnType<typeof setTimeout> | null = null;
  const refresh = (): void => {
    timer = null;
    for (const name of followed) void client.invalidateQueries({ queryKey: [name] });
  };
  const stops = [
    onEvent('library.changed', () => {
      timer ??= setTimeout(refresh, refreshIntervalMs);
    }),
    onEvent('inference.status', (status) => {
      client.setQueryData(['inference.status', {}], status);
    }),
  ];
  return () => {
    if (timer !== null) clearTimeout(timer);
    for (const stop of stops) stop();
  };
}
