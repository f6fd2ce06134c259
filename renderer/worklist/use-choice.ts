import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { WorklistChoice } from '../../shared/review/worklist.js';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';

/** The policy of the settings, and the way to choose another: the list follows at once. */
export function useChoice(): {
  choice: WorklistChoice | undefined;
  reader: string;
  choose: (choice: WorklistChoice) => void;
} {
  const client = useQueryClient();
  const { data: settings } = useMethod('settings.get', {});
  const { mutate } = useMutation({
    mutationFn: (choice: WorklistChoice) => call('settings.set', { worklist: choice }),
    onSuccess: (kept) => {
      client.setQueryData(methodQuery('settings.get', {}).queryKey, kept);
      return client.invalidateQueries({ queryKey: ['worklist.get'] });
    },
  });
  return { choice: settings?.worklist, reader: settings?.reader ?? '', choose: mutate };
}
