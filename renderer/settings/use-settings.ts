import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { Settings } from '../../shared/domain.js';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';

/** The settings and the way to change some; shown at once, taken back if main refuses. */
export function useSettings(): {
  settings: Settings | undefined;
  change: (some: Partial<Settings>) => void;
} {
  const client = useQueryClient();
  const { queryKey } = methodQuery('settings.get', {});
  const { data: settings } = useMethod('settings.get', {});
  const { mutate } = useMutation({
    mutationFn: (some: Partial<Settings>) => call('settings.set', some),
    onMutate: (some) => {
      client.setQueryData(queryKey, (before) => before && { ...before, ...some });
    },
    onSuccess: (kept, some) => {
      client.setQueryData(queryKey, kept);
      if (some.reader === undefined) return undefined;
      // What another reader saw is not shown to this one, not even for a moment.
      client.removeQueries({ type: 'inactive' });
      return client.invalidateQueries();
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
  return { settings, change: mutate };
}
