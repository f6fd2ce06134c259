import { useQueries } from '@tanstack/react-query';
import { useMemo } from 'react';
import { attributeIds, type SegmentId } from '../../shared/domain.js';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import type { ReviewedReading } from '../../shared/review/review.js';
import { methodQuery } from '../queries.js';

/** A reading with its mask of the segment that is looked at. */
export interface SeenReading extends ReviewedReading {
  /**
   * Empty where the reader left no lesion; null while it is loaded, where there is no mask or it
   * cannot be seen, and of an attribute that the reader did not draw.
   */
  mask: RunLengthMask | null;
}

/** The readings of a case with their masks, in one list that changes only with them. */
export function useMasks(readings: readonly ReviewedReading[], segment: SegmentId): SeenReading[] {
  const found = useQueries({
    queries: readings.map(({ revisionId, areaPx }) => ({
      ...methodQuery('proposal.mask', { revisionId: revisionId ?? '', segment }),
      enabled: revisionId !== null && (segment === 'lesion' || areaPx[segment] !== undefined),
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

/** How a reading is called whose reader may be hidden. */
export function letterOf(index: number): string {
  return String.fromCharCode('A'.charCodeAt(0) + index);
}

/** Letters of those whose mask counts for a segment (`votesFor`). */
export function votersOf(readings: readonly ReviewedReading[], segment: SegmentId): string[] {
  return readings.flatMap(({ revisionId, areaPx }, index) =>
    revisionId !== null && (segment === 'lesion' || areaPx[segment] !== undefined)
      ? letterOf(index)
      : [],
  );
}

/** The lesion, and each attribute that any of the readers drew. */
export function segmentsOf(readings: readonly ReviewedReading[]): SegmentId[] {
  return ['lesion', ...attributeIds.filter((id) => readings.some((each) => drew(each, id)))];
}

/** Attributes that others drew and a reader's mask has nothing of. */
export function lackingOf(
  reading: ReviewedReading,
  readings: readonly ReviewedReading[],
): SegmentId[] {
  return segmentsOf(readings).filter((id) => id !== 'lesion' && !drew(reading, id));
}

function drew({ areaPx }: ReviewedReading, segment: SegmentId): boolean {
  return (areaPx[segment] ?? 0) > 0;
}
