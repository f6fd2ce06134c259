import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import type { ReviewedReading } from '../../shared/review/review.js';
import { methodQuery } from '../queries.js';

/** A reading with its lesion. */
export interface SeenReading extends ReviewedReading {
  /** Empty where the reader left no lesion; null while it is loaded, and where there is no mask or it cannot be seen. */
  mask: RunLengthMask | null;
}

/** The readings of a case with their masks, in one list that changes only with them. */
export function useMasks(readings: readonly ReviewedReading[]): SeenReading[] {
  const found = useQueries({
    queries: readings.map(({ revisionId }) => ({
      ...methodQuery('proposal.mask', { revisionId: revisionId ?? '' }),
      enabled: revisionId !== null,
    })),
    combine: (results) => results.map(({ data }) => data?.mask ?? null),
  });
  return useMemo(
    () =>
      readings.map((reading, index) => {
        const mask = found[index] ?? null;
        return { ...reading, mask: mask && decodeMask(mask) };
      }),
    [readings, found],
  );
}
