import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import type { ReadingNotes, ReadingRecord } from '../../shared/reading-record.js';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';

export interface RecordControl {
  /** Undefined until it has come. */
  readonly record: ReadingRecord | undefined;
  /** Shown at once, taken back with a message when it cannot be kept. */
  readonly change: (notes: ReadingNotes) => void;
}

/** What the reader at work noted of a frame, and the way to change it. */
export function useReadingRecord(instanceId: string, frame: number): RecordControl {
  const client = useQueryClient();
  const { queryKey } = methodQuery('reading.record', { instanceId, frame });
  const { data: record, refetch } = useMethod('reading.record', { instanceId, frame });
  useEffect(() => {
    // Time was added since it was asked last.
    void refetch();
  }, [refetch]);
  const { mutate } = useMutation({
    mutationFn: (notes: ReadingNotes) => call('reading.note', { instanceId, frame, notes }),
    onMutate: ({ flagged, comment, difficulty }) => {
      client.setQueryData(
        queryKey,
        (before) =>
          before && {
            ...before,
            flagged: flagged ?? before.flagged,
            comment: comment ?? before.comment,
            difficulty: difficulty === undefined ? before.difficulty : difficulty,
          },
      );
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
  return useMemo(() => ({ record, change: mutate }), [record, mutate]);
}
