import { useElementSize } from '@mantine/hooks';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceSummary } from '../../shared/domain.js';
import { gapPx, gridLayout } from './grid-navigation.js';
import { InstanceCard } from './InstanceCard.js';
import styles from './InstanceGrid.module.css';
import { handleListKey, type ListActions } from './list-keys.js';

/**
 * The pictures as a list box: one tab stop, arrows move the focus, Enter opens, Space selects.
 * Only the rows on the screen exist, and only their pages are asked for.
 */
export function InstanceGrid({
  total,
  at,
  focus,
  selection,
  actions,
  onVisible,
}: {
  total: number;
  at: (index: number) => InstanceSummary | undefined;
  focus: number;
  selection: ReadonlySet<string>;
  actions: ListActions;
  onVisible: (first: number, last: number) => void;
}) {
  const { t } = useTranslation('library');
  const { onFocus, onOpen, onToggle, onSelectPlaces } = actions;
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: content, width } = useElementSize<HTMLDivElement>();
  const { columns, rowHeight } = gridLayout(width);
  const rowCount = width === 0 ? 0 : Math.ceil(total / columns);
  const virtualizer = useVirtualizer({
    count: rowCount,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 2,
    // The ring of a focused card must not be cut off by the edge.
    scrollPaddingStart: gapPx,
    scrollPaddingEnd: gapPx,
    paddingStart: 4,
  });
  const rows = virtualizer.getVirtualItems();
  const firstRow = rows[0]?.index ?? 0;
  const lastRow = rows.at(-1)?.index ?? 0;
  const focusedRow = Math.floor(focus / columns);

  useEffect(() => {
    virtualizer.measure();
  }, [virtualizer, rowHeight]);

  useEffect(() => {
    onVisible(firstRow * columns, (lastRow + 1) * columns - 1);
  }, [onVisible, firstRow, lastRow, columns]);

  useEffect(() => {
    if (rowCount > 0) virtualizer.scrollToIndex(Math.min(focusedRow, rowCount - 1));
  }, [virtualizer, focusedRow, rowCount]);

  // The grid is the first thing to work with, so its keys work at once.
  useEffect(() => {
    scroller.current?.focus({ preventScroll: true });
  }, []);

  const handleKey = (event: KeyboardEvent): void => {
    const height = scroller.current?.clientHeight ?? 0;
    const visibleRows = Math.max(1, Math.floor(height / rowHeight));
    const shape = { total, columns, visibleRows };
    const focusedId = at(focus)?.instance.id;
    if (handleListKey(event, { focus, focusedId, shape }, actions)) event.preventDefault();
  };

  const card = (index: number) => {
    const summary = at(index);
    if (!summary) return <div key={index} role="presentation" className={styles.pending} />;
    const instanceId = summary.instance.id;
    return (
      <InstanceCard
        key={instanceId}
        id={cardId(index)}
        summary={summary}
        focused={index === focus}
        selected={selection.has(instanceId)}
        actions={{
          open: () => {
            onFocus(index);
            onOpen(instanceId);
          },
          focus: () => {
            onFocus(index);
          },
          select: () => {
            onFocus(index);
            onToggle([instanceId]);
          },
          selectRange: () => {
            onSelectPlaces(Math.min(focus, index), Math.max(focus, index));
            onFocus(index);
          },
        }}
      />
    );
  };

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="listbox"
      tabIndex={0}
      aria-label={t('grid')}
      aria-multiselectable
      aria-activedescendant={at(focus) && cardId(focus)}
      data-testid="library-grid"
      onKeyDown={handleKey}
    >
      <div
        ref={content}
        role="presentation"
        className={styles.content}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {rows.map((row) => (
          <div
            key={row.key}
            role="presentation"
            className={styles.row}
            style={{
              transform: `translateY(${String(row.start)}px)`,
              gridTemplateColumns: `repeat(${String(columns)}, minmax(0, 1fr))`,
              gap: gapPx,
            }}
          >
            {Array.from({ length: Math.min(columns, total - row.index * columns) }, (_, column) =>
              card(row.index * columns + column),
            )}
          </div>
        ))}
      </div>
    </div>
  );
}

function cardId(index: number): string {
  return `picture-${String(index)}`;
}
