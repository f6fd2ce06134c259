import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportReceipt } from '../../shared/domain.js';
import styles from './ExportReceipt.module.css';
import { HeldBack } from './HeldBack.js';

/** Pictures left out of an export. Only the rows in sight exist: it may have left out a library. */
export function HeldBackList({ heldBack }: { heldBack: ExportReceipt['heldBack'] }) {
  const { t } = useTranslation('export');
  const scroller = useRef<HTMLDivElement>(null);
  // Kept here, since a row that is scrolled away forgets.
  const [confirmed, setConfirmed] = useState<ReadonlySet<string>>(new Set());
  const virtualizer = useVirtualizer({
    count: heldBack.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 50,
    overscan: 4,
  });
  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="list"
      tabIndex={0}
      aria-label={t('receipt.heldBack', { count: heldBack.length })}
    >
      <div
        role="presentation"
        className={styles.content}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((row) => {
          const held = heldBack[row.index];
          return (
            held && (
              <div
                key={row.key}
                ref={virtualizer.measureElement}
                data-index={row.index}
                role="listitem"
                className={styles.row}
                style={{ transform: `translateY(${String(row.start)}px)` }}
              >
                <HeldBack
                  held={held}
                  confirmed={confirmed.has(held.instanceId)}
                  onConfirmed={(id) => {
                    setConfirmed((before) => new Set([...before, id]));
                  }}
                />
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
