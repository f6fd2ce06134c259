import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { MethodOutput } from '../../shared/contract.js';
import { worklistReason } from '../../shared/review/worklist.js';
import { formatPercent } from '../texts/format.js';
import styles from './WorklistScreen.module.css';

/** The pictures that wait, first first, and how many of them for what reason. */
export function WaitingList({
  worklist: { items, total, counts, unreviewed },
  onOpen,
}: {
  worklist: MethodOutput<'worklist.get'>;
  onOpen: (instanceId: string) => void;
}) {
  const { t } = useTranslation('worklist');
  return (
    <>
      <ul className={styles.counts} data-testid="worklist-counts">
        <li>
          <b>{total}</b> {t('waiting')}
        </li>
        {worklistReason.options
          .filter((reason) => counts[reason] > 0)
          .map((reason) => (
            <li key={reason}>
              <b>{counts[reason]}</b> {t(`reason.${reason}`)}
            </li>
          ))}
        <li data-testid="unreviewed">
          <b>{unreviewed}</b> {t('unreviewed')}
        </li>
      </ul>
      {total === 0 ? (
        <p className={styles.muted}>{t('nothing')}</p>
      ) : (
        <ol className={styles.list} data-testid="worklist">
          {items.map(({ instanceId, fileName, reason, confidence, disagreement, note }) => (
            <li key={instanceId}>
              <UnstyledButton
                className={styles.row}
                data-instance-id={instanceId}
                onClick={() => {
                  onOpen(instanceId);
                }}
              >
                <img src={`image://thumbnail/${instanceId}/0?max=320`} alt="" loading="lazy" />
                <span className={styles.name} title={fileName}>
                  {fileName}
                  {reason !== 'unread' && (
                    <>
                      <br />
                      <span className={reason === 'sent-back' ? styles.back : styles.muted}>
                        {note === null ? t(`reason.${reason}`) : t('sentBack', { note })}
                      </span>
                    </>
                  )}
                </span>
                <span className={styles.number}>
                  {disagreement !== null &&
                    t('disagreement', { share: formatPercent(disagreement) })}
                </span>
                <span className={styles.number}>
                  {confidence !== null && t('confidence', { share: formatPercent(confidence) })}
                </span>
              </UnstyledButton>
            </li>
          ))}
        </ol>
      )}
    </>
  );
}
