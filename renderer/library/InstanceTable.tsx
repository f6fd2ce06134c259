import { useVirtualizer } from '@tanstack/react-virtual';
import { IconCheck, IconChevronDown, IconChevronUp, IconFlagFilled } from '@tabler/icons-react';
import { useEffect, useRef, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { InstanceSummary } from '../../shared/domain.js';
import type { LibrarySort, SortKey } from '../../shared/library-filter.js';
import { formatDateTime, formatPercent } from '../texts/format.js';
import { handleListClick, handleListKey, type ListActions } from './list-keys.js';
import styles from './InstanceTable.module.css';

const rowHeight = 44;

const columns: readonly (SortKey | 'tags')[] = [
  'name',
  'status',
  'confidence',
  'patient',
  'lesion',
  'site',
  'diagnosis',
  'split',
  'tags',
  'size',
  'imported',
];

/**
 * The pictures as rows: one tab stop, the keys of the grid, headings that order the list. Only the
 * rows on the screen exist, and only their pages are asked for.
 */
export function InstanceTable({
  total,
  at,
  focus,
  selection,
  sort,
  actions,
  onSort,
  onVisible,
}: {
  total: number;
  at: (index: number) => InstanceSummary | undefined;
  focus: number;
  selection: ReadonlySet<string>;
  sort: LibrarySort;
  actions: ListActions;
  onSort: (sort: LibrarySort) => void;
  onVisible: (first: number, last: number) => void;
}) {
  const { t } = useTranslation('curation');
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 6,
    // Below the heading, which stays where it is.
    scrollPaddingStart: rowHeight,
  });
  const rows = virtualizer.getVirtualItems();
  const first = rows[0]?.index ?? 0;
  const last = rows.at(-1)?.index ?? 0;

  useEffect(() => {
    onVisible(first, last);
  }, [onVisible, first, last]);
  useEffect(() => {
    if (total > 0) virtualizer.scrollToIndex(Math.min(focus, total - 1));
  }, [virtualizer, focus, total]);

  const handleKey = (event: KeyboardEvent): void => {
    if (event.target !== scroller.current) return;
    const visibleRows = Math.floor(scroller.current.clientHeight / rowHeight);
    const shape = { total, columns: 1, visibleRows };
    const focusedId = at(focus)?.instance.id;
    if (handleListKey(event, { focus, focusedId, shape }, actions)) event.preventDefault();
  };

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="grid"
      tabIndex={0}
      aria-label={t('table.label')}
      aria-rowcount={total + 1}
      aria-multiselectable
      aria-activedescendant={at(focus) && rowId(focus)}
      data-testid="library-table"
      onKeyDown={handleKey}
    >
      <div role="row" aria-rowindex={1} className={styles.head}>
        {columns.map((column) =>
          column === 'tags' ? (
            <span key={column} role="columnheader">
              {t('table.tags')}
            </span>
          ) : (
            <Heading key={column} column={column} sort={sort} onSort={onSort} />
          ),
        )}
      </div>
      <div
        role="rowgroup"
        className={styles.content}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {rows.map(({ index, key, start }) => {
          const summary = at(index);
          return (
            <div
              key={key}
              id={rowId(index)}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={summary !== undefined && selection.has(summary.instance.id)}
              className={styles.row}
              style={{ transform: `translateY(${String(start)}px)`, height: rowHeight }}
              data-focused={index === focus}
              data-testid="instance-row"
              onClick={(event) => {
                if (!summary) return;
                const { id: instanceId } = summary.instance;
                handleListClick(event, { index, focus, instanceId }, actions);
              }}
              onDoubleClick={() => {
                if (summary) actions.onOpen(summary.instance.id);
              }}
            >
              {summary && <Cells summary={summary} selected={selection.has(summary.instance.id)} />}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function Heading({
  column,
  sort,
  onSort,
}: {
  column: SortKey;
  sort: LibrarySort;
  onSort: (sort: LibrarySort) => void;
}) {
  const { t } = useTranslation('curation');
  const chosen = sort.by === column;
  const Arrow = sort.descending ? IconChevronDown : IconChevronUp;
  return (
    <span
      role="columnheader"
      aria-sort={chosen ? (sort.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button
        type="button"
        className={styles.heading}
        data-testid={`sort-${column}`}
        onClick={() => {
          onSort({ by: column, descending: chosen && !sort.descending });
        }}
      >
        {t(`table.${column}`)}
        {chosen && <Arrow size={13} aria-hidden />}
      </button>
    </span>
  );
}

function Cells({ summary, selected }: { summary: InstanceSummary; selected: boolean }) {
  const { t, i18n } = useTranslation(['library', 'curation']);
  const { instance, status, confidence, flagged, facts, tags } = summary;
  const cells = [
    t(`status.${status}`),
    confidence === null ? '' : formatPercent(confidence),
    facts.patient,
    facts.lesion,
    facts.site,
    facts.diagnosis,
    facts.split === null ? '' : t(`curation:split.${facts.split}`),
    tags.join(', '),
    `${String(instance.width)} × ${String(instance.height)}`,
    formatDateTime(instance.importedAtMs, i18n.language),
  ];
  return (
    <>
      <span role="gridcell" className={styles.name} title={instance.fileName}>
        <span className={styles.mark}>{selected && <IconCheck size={13} aria-hidden />}</span>
        <img
          src={`image://thumbnail/${instance.id}/0?max=320`}
          alt=""
          decoding="async"
          draggable={false}
        />
        <span>{instance.fileName}</span>
        {flagged && (
          <IconFlagFilled size={13} className={styles.flag} aria-label={t('flaggedHint')} />
        )}
      </span>
      {cells.map((text, index) => (
        <span key={columns[index + 1]} role="gridcell" title={text ?? ''}>
          {text}
        </span>
      ))}
    </>
  );
}

function rowId(index: number): string {
  return `picture-row-${String(index)}`;
}
