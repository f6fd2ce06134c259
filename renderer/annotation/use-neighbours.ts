import { useEffect } from 'react';
import type { MethodOutput } from '../../shared/contract.js';
import { useMethod } from '../queries.js';

export type Neighbours = MethodOutput<'reading.neighbours'>;

/** Neighbours of a picture in the worklist, asked again whenever it is opened. */
export function useNeighbours(instanceId: string): Neighbours | undefined {
  const { data, refetch } = useMethod('reading.neighbours', { instanceId });
  useEffect(() => {
    // What is next and unread depends on what was read meanwhile.
    void refetch();
  }, [instanceId, refetch]);
  return data;
}
