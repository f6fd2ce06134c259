import { useDebouncedCallback } from '@mantine/hooks';
import { useEffect } from 'react';
import type { MethodOutput } from '../../shared/contract.js';
import { onEvent } from '../api.js';
import { useMethod } from '../queries.js';

/** An import announces many rows a second. */
const FOLLOW_AFTER_MS = 400;

export type Neighbours = MethodOutput<'reading.neighbours'>;

/** Neighbours of a picture in the worklist, asked again when it is opened and as rows change. */
export function useNeighbours(instanceId: string): Neighbours | undefined {
  const { data, refetch } = useMethod('reading.neighbours', { instanceId });
  useEffect(() => {
    // What is next and unread depends on what was read meanwhile.
    void refetch();
  }, [instanceId, refetch]);
  const follow = useDebouncedCallback(() => {
    void refetch();
  }, FOLLOW_AFTER_MS);
  useEffect(() => onEvent('library.changed', follow), [follow]);
  return data;
}
