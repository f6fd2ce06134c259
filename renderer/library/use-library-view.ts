import { useCallback, useMemo, useState } from 'react';
import type { ReadingStatus } from '../../shared/domain.js';
import type { ReadingFilter } from '../../shared/reading-record.js';

/** What the reader sees of the library; kept while another screen is open. */
export interface LibraryView {
  status: ReadingStatus | null;
  reading: ReadingFilter | null;
  search: string;
  /** Index of the focused picture in the filtered list. */
  focus: number;
  selection: ReadonlySet<string>;
  setStatus: (status: ReadingStatus | null) => void;
  setReading: (reading: ReadingFilter | null) => void;
  setSearch: (search: string) => void;
  setFocus: (index: number) => void;
  toggle: (instanceIds: readonly string[]) => void;
  clearSelection: () => void;
}

export function useLibraryView(): LibraryView {
  const [status, chooseStatus] = useState<ReadingStatus | null>(null);
  const [reading, chooseReading] = useState<ReadingFilter | null>(null);
  const [search, writeSearch] = useState('');
  const [focus, setFocus] = useState(0);
  const [selection, setSelection] = useState<ReadonlySet<string>>(new Set());

  // What is filtered otherwise is looked at from its start.
  const { setStatus, setReading, setSearch } = useMemo(() => {
    const fromTheStart =
      <Value>(choose: (value: Value) => void) =>
      (next: Value) => {
        choose(next);
        setFocus(0);
      };
    return {
      setStatus: fromTheStart(chooseStatus),
      setReading: fromTheStart(chooseReading),
      setSearch: fromTheStart(writeSearch),
    };
  }, []);
  const toggle = useCallback((instanceIds: readonly string[]) => {
    setSelection((before) => toggled(before, instanceIds));
  }, []);
  const clearSelection = useCallback(() => {
    setSelection(new Set());
  }, []);

  return useMemo(
    () => ({
      status,
      reading,
      search,
      focus,
      selection,
      setStatus,
      setReading,
      setSearch,
      setFocus,
      toggle,
      clearSelection,
    }),
    [
      status,
      reading,
      search,
      focus,
      selection,
      setStatus,
      setReading,
      setSearch,
      toggle,
      clearSelection,
    ],
  );
}

/** One id is flipped; of several (a range), all are selected unless all were. */
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
