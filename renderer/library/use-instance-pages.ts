import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { useCallback } from 'react';
import type { InstanceSummary, ReadingStatus } from '../../shared/domain.js';
import type { ReadingFilter } from '../../shared/reading-record.js';
import type { ApiError } from '../api.js';
import { methodQuery } from '../queries.js';
import type { LibraryView } from './use-library-view.js';

/** Instances fetched at once; the contract allows up to 500. */
export const pageSize = 120;

export interface InstancePages {
  /** Pictures that match the filter; null until the first page has come. */
  total: number | null;
  counts: Partial<Record<ReadingStatus, number>>;
  readingCounts: Partial<Record<ReadingFilter, number>>;
  /** The summary at an index, or undefined while its page is on the way. */
  at: (index: number) => InstanceSummary | undefined;
  error: ApiError | null;
  retry: () => void;
}

/** Offsets of the pages that hold indices `first` to `last`. */
export function pageOffsets(first: number, last: number): number[] {
  const offsets: number[] = [];
  const start = Math.floor(Math.max(0, first) / pageSize) * pageSize;
  for (let offset = start; offset <= last; offset += pageSize) offsets.push(offset);
  return offsets;
}

type Listed = Pick<LibraryView, 'filter' | 'sort'>;

function pageQuery({ filter, sort }: Listed, offset: number) {
  return methodQuery('library.list', { ...filter, sort, offset, limit: pageSize });
}

/** The pages under the visible range, so a library of any size costs what is on the screen. */
export function useInstancePages(
  listed: Listed,
  visible: { first: number; last: number },
): InstancePages {
  const head = useQuery({ ...pageQuery(listed, 0), placeholderData: keepPreviousData });
  const offsets = pageOffsets(visible.first, visible.last);
  const pages = useQueries({ queries: offsets.map((offset) => pageQuery(listed, offset)) });

  const at = (index: number): InstanceSummary | undefined => {
    const offset = Math.floor(index / pageSize) * pageSize;
    // While another filter loads, the old list stays instead of a flash of empty cells.
    const page = pages[offsets.indexOf(offset)]?.data ?? (offset === 0 ? head.data : undefined);
    return page?.instances[index - offset];
  };
  const { refetch } = head;
  const retry = useCallback(() => {
    void refetch();
  }, [refetch]);

  return {
    total: head.data?.total ?? null,
    counts: head.data?.counts ?? {},
    readingCounts: head.data?.readingCounts ?? {},
    at,
    error: head.error,
    retry,
  };
}
