import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, type ReactNode } from 'react';
import styles from './RowsInSight.module.css';

/** A list that scrolls in itself. Only the rows in sight exist: there may be a hundred thousand. */
export function RowsInSight<Item>({
  items,
  label,
  rowHeight,
  children,
}: {
  items: readonly Item[];
  label: string;
  /** CSS pixels that a row usually takes. */
  rowHeight: number;
  children: (item: Item) => ReactNode;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 4,
  });
  return (
    <div ref={scroller} className={styles.scroller} role="list" tabIndex={0} aria-label={label}>
      <div
        role="presentation"
        className={styles.content}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map(({ key, index, start }) => {
          const item = items[index];
          return (
            item !== undefined && (
              <div
                key={key}
                ref={virtualizer.measureElement}
                data-index={index}
                role="listitem"
                className={styles.row}
                style={{ transform: `translateY(${String(start)}px)` }}
              >
                {children(item)}
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
