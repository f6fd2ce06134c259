import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '../../shared/contract.js';
import { worklistReason } from '../../shared/review/worklist.js';
import { formatNumber, formatPercent } from '../texts/format.js';
import { PictureRow, PictureRows } from '../ui/PictureRows.js';
import styles from './WorklistScreen.module.css';

/** The pictures that wait, first first, and how many of them for what reason. */
export function WaitingList({
  worklist: { items, total, counts, unreviewed },
  onOpen,
}: {
  worklist: MethodOutput<'worklist.get'>;
  onOpen: (instanceId: string) => void;
}) {
  const { t, i18n } = useTranslation('worklist');
  return (
    <>
      <ul className={styles.counts} data-testid="worklist-counts">
        <li>
          <b>{formatNumber(total, i18n.language)}</b> {t('waiting')}
        </li>
        {worklistReason.options
          .filter((reason) => counts[reason] > 0)
          .map((reason) => (
            <li key={reason}>
              <b>{formatNumber(counts[reason], i18n.language)}</b> {t(`reason.${reason}`)}
            </li>
          ))}
        <li data-testid="unreviewed">
          <b>{formatNumber(unreviewed, i18n.language)}</b> {t('unreviewed')}
        </li>
      </ul>
      {total === 0 ? (
        <p className={styles.muted}>{t('nothing')}</p>
      ) : (
        <PictureRows ordered testId="worklist">
          {items.map(({ instanceId, fileName, reason, confidence, disagreement, note }) => (
            <PictureRow
              key={instanceId}
              picture={{ instanceId, frame: 0, fileName }}
              note={
                reason === 'unread'
                  ? undefined
                  : note === null
                    ? t(`why.${reason}`)
                    : t('sentBack', { note })
              }
              warning={reason === 'sent-back'}
              onChoose={() => {
                onOpen(instanceId);
              }}
            >
              <span className={styles.number}>
                {disagreement !== null && t('disagreement', { share: formatPercent(disagreement) })}
              </span>
              <span className={styles.number}>
                {confidence !== null && t('confidence', { share: formatPercent(confidence) })}
              </span>
            </PictureRow>
          ))}
        </PictureRows>
      )}
    </>
  );
}
