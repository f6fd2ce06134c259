import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../shared/domain.js';
import { errorCodes } from '../../shared/errors.js';
import styles from './RefusalList.module.css';

/** Every refused file and why. Only the rows in sight exist: a folder may hold thousands. */
export function RefusalList({ refusals }: { refusals: Refusal[] }) {
  const { t } = useTranslation(['library', 'common']);
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: refusals.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 52,
    overscan: 4,
  });
  const sentence = ({ code, reason }: Refusal): string => {
    const known = errorCodes.find((errorCode) => errorCode === code);
    return known === undefined ? reason : t(`common:errors.${known}.what`);
  };

  return (
    <div
      ref={scroller}
      className={styles.scroller}
      role="list"
      tabIndex={0}
      aria-label={t('import.refusedList')}
    >
      <div
        role="presentation"
        className={styles.content}
        style={{ height: virtualizer.getTotalSize() }}
      >
        {virtualizer.getVirtualItems().map((row) => {
          const refusal = refusals[row.index];
          return (
            refusal && (
              <div
                key={row.key}
                ref={virtualizer.measureElement}
                data-index={row.index}
                role="listitem"
                className={styles.refusal}
                style={{ transform: `translateY(${String(row.start)}px)` }}
              >
                <span className={styles.name}>{refusal.fileName}</span>
                <span>{sentence(refusal)}</span>
                <span className={styles.reason}>{refusal.reason}</span>
              </div>
            )
          );
        })}
      </div>
    </div>
  );
}
