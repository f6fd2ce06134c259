import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ComparisonLayout } from '../../shared/domain.js';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';

/** How the reader has the comparison, and the way to change it; kept over pictures and restarts. */
export function useLayout(): {
  layout: ComparisonLayout | undefined;
  change: (some: Partial<ComparisonLayout>) => void;
} {
  const client = useQueryClient();
  const { queryKey } = methodQuery('settings.get', {});
  const { data: settings } = useMethod('settings.get', {});
  const { mutate } = useMutation({
    mutationFn: (comparison: ComparisonLayout) => call('settings.set', { comparison }),
    onMutate: (comparison) => {
      client.setQueryData(queryKey, (before) => before && { ...before, comparison });
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
  const layout = settings?.comparison;
  return {
    layout,
    change: (some) => {
      if (layout) mutate({ ...layout, ...some });
    },
  };
}
