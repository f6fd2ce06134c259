import { ScrollArea, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportSelection } from '../../shared/exchange.js';
import { methodQuery } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './ExportReceipt.module.css';

/** What an export of a selection would write and hold back, before anything is written. */
export function ExportTrial({
  selection,
  onCount,
}: {
  selection: ExportSelection;
  /** Whether there is something to export, or to be told as held back. */
  onCount: (something: boolean) => void;
}) {
  const { t, i18n } = useTranslation('export');
  // Corrections come and go between two looks at the dialog.
  const { data, error } = useQuery({ ...methodQuery('export.try', { selection }), gcTime: 0 });
  const something = data !== undefined && data.samples + data.heldBack.length + data.withdrawn > 0;
  useEffect(() => {
    onCount(something);
  }, [something, onCount]);
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!data) return <Text size="sm">{t('trial.checking')}</Text>;
  const { samples, masks, counts, unreviewed, heldBack, withdrawn } = data;
  return (
    <section data-testid="export-trial" data-samples={samples} data-unreviewed={unreviewed}>
      {something ? (
        <Text size="sm" fw={600}>
          {t('trial.samples', { count: samples })} · {t('trial.masks', { count: masks })}
          {counts && ` · ${t('trial.splits', counts)}`}
          {unreviewed > 0 && ` · ${t('trial.unreviewed', { count: unreviewed })}`}
        </Text>
      ) : (
        <Text size="sm" c="var(--warning)">
          {t('trial.nothing')}
        </Text>
      )}
      {withdrawn > 0 && (
        <Text size="sm" c="var(--warning)" mt={4} data-testid="export-withdrawn">
          {t('withdrawn', { count: withdrawn })}
        </Text>
      )}
      {heldBack.length > 0 && (
        <>
          <Text size="sm" c="var(--warning)" mt={4} mb={4}>
            {t('trial.heldBack', { count: heldBack.length })}
          </Text>
          <ScrollArea.Autosize
            mah={120}
            type="auto"
            className={styles.list}
            viewportProps={{
              tabIndex: 0,
              role: 'region',
              'aria-label': t('trial.heldBack', { count: heldBack.length }),
            }}
          >
            {heldBack.slice(0, mostListed).map(({ instanceId, fileName, reason }) => (
              <div key={instanceId} className={styles.heldBack}>
                <span>{fileName}</span>
                <span className={styles.reason}>{t(`heldBackReasons.${reason}`)}</span>
              </div>
            ))}
          </ScrollArea.Autosize>
        </>
      )}
    </section>
  );
}

/** The receipt lists all. */
const mostListed = 100;
