import { useCallback, useMemo, useState } from 'react';
import type { ReadingStatus } from '../../shared/domain.js';
import {
  libraryFilter,
  librarySort,
  type LibraryFilter,
  type LibrarySort,
} from '../../shared/library-filter.js';
import type { ReadingFilter } from '../../shared/reading-record.js';
import { call } from '../api.js';

export type LibraryLayout = 'grid' | 'table' | 'statistics' | 'alike';

/** What the reader sees of the library; kept while another screen is open. */
export interface LibraryView extends Pick<LibraryFilter, 'status' | 'reading' | 'search'> {
  filter: LibraryFilter;
  sort: LibrarySort;
  layout: LibraryLayout;
  /** Index of the focused picture in the filtered list. */
  focus: number;
  selection: ReadonlySet<string>;
  setStatus: (status: ReadingStatus | null) => void;
  setReading: (reading: ReadingFilter | null) => void;
  setSearch: (search: string) => void;
  narrow: (change: Partial<LibraryFilter>) => void;
  /** Filter and order at once, as of a saved view. */
  show: (filter: LibraryFilter, sort: LibrarySort) => void;
  setSort: (sort: LibrarySort) => void;
  setLayout: (layout: LibraryLayout) => void;
  setFocus: (index: number) => void;
  toggle: (instanceIds: readonly string[]) => void;
  /** Selects the pictures at these places of the list as well; without them: all that match. */
  selectPlaces: (first?: number, last?: number) => void;
  clearSelection: () => void;
}

export const everything: LibraryFilter = libraryFilter.parse({});
const asImported: LibrarySort = librarySort.parse(undefined);

export function useLibraryView(): LibraryView {
  const [filter, setFilter] = useState(everything);
  const [sort, chooseSort] = useState(asImported);
  const [layout, setLayout] = useState<LibraryLayout>('grid');
  const [focus, setFocus] = useState(0);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());

  const changes = useMemo(() => {
    // What is filtered otherwise is looked at from its start.
    const narrow = (change: Partial<LibraryFilter>): void => {
      setFilter((before) => ({ ...before, ...change }));
      setFocus(0);
      setLayout((before) => (before === 'grid' || before === 'table' ? before : 'grid'));
    };
    const clearSelection = (): void => {
      setSelection(new Set());
    };
    return {
      narrow,
      clearSelection,
      setStatus: (status: ReadingStatus | null) => {
        narrow({ status });
      },
      setReading: (reading: ReadingFilter | null) => {
        narrow({ reading });
      },
      setSearch: (search: string) => {
        narrow({ search });
      },
      show: (next: LibraryFilter, order: LibrarySort) => {
        narrow(next);
        chooseSort(order);
        clearSelection();
      },
      setSort: (order: LibrarySort) => {
        chooseSort(order);
        setFocus(0);
      },
      toggle: (instanceIds: readonly string[]) => {
        setSelection((before) => toggled(before, instanceIds));
      },
    };
  }, []);
  const selectPlaces = useCallback(
    (first = 0, last = Infinity) => {
      const count = Number.isFinite(last) ? last - first + 1 : null;
      void call('library.ids', { ...filter, sort, offset: first, count }).then(({ ids }) => {
        setSelection((before) => new Set([...before, ...ids]));
      });
    },
    [filter, sort],
  );

  return useMemo(
    () => ({
      filter,
      sort,
      layout,
      focus,
      selection,
      ...changes,
      selectPlaces,
      setLayout,
      setFocus,
      status: filter.status,
      reading: filter.reading,
      search: filter.search,
    }),
    [filter, sort, layout, focus, selection, changes, selectPlaces],
  );
}

/** One id is flipped; of several, all are selected unless all were. */
export function toggled(
  selection: ReadonlySet<string>,
  instanceIds: readonly string[],
): ReadonlySet<string> {
  const next = new Set(selection);
  const remove = instanceIds.every((id) => selection.has(id));
  for (const id of instanceIds) {
    if (remove) next.delete(id);
    else next.add(id);
  }
  return next;
}

/** How many parts of a filter narrow the list, but for the search, which is seen anyway. */
export function narrowing(filter: LibraryFilter): number {
  const { sites, diagnoses, patients, tags, splits } = filter;
  const chosen = [sites, diagnoses, patients, tags, splits].filter(({ length }) => length > 0);
  const times = filter.importedFromMs !== null || filter.importedToMs !== null;
  return chosen.length + Number(filter.confidence !== null) + Number(times);
}
