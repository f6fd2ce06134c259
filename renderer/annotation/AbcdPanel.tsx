import { Button, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { scoresOf } from '../../shared/abcd/draft.js';
import { totalScore, type AbcdRecord } from '../../shared/abcd/scores.js';
import { formatDateTime } from '../texts/format.js';
import styles from './AbcdPanel.module.css';
import { AbcdScoreRows } from './AbcdScoreRows.js';
import { Panel } from './Panel.js';
import type { AbcdControl } from './use-abcd.js';

interface AbcdPanelProps {
  control: AbcdControl;
  /** There is a lesion to be scored. */
  drawn: boolean;
  readOnly: boolean;
}

/** Draft of the ABCD scores, each explained over the picture, for a clinician to confirm. */
export function AbcdPanel({ control, drawn, readOnly }: AbcdPanelProps) {
  const { t } = useTranslation('reading');
  const { drafted, record, stale } = control;
  const content = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Asked for by a key, the draft may have come below what is in view.
    if (drafted !== null) content.current?.scrollIntoView({ block: 'nearest' });
  }, [drafted]);
  return (
    <Panel title={t('abcd.title')}>
      <div ref={content} className={styles.content} data-testid="abcd">
        <Text className={styles.hint ?? ''}>{drawn ? t('abcd.hint') : t('abcd.noLesion')}</Text>
        <Button
          size="compact-sm"
          variant="default"
          disabled={!drawn}
          loading={control.computing}
          data-testid="abcd-draft"
          onClick={control.draft}
        >
          {drafted === null ? t('abcd.draft') : t('abcd.again')}
        </Button>
        {stale && (
          <Text className={styles.hint ?? ''} role="status" data-testid="abcd-stale">
            {t('abcd.stale')}
          </Text>
        )}
        {drafted && (
          <AbcdScoreRows
            // What a clinician set belongs to one draft.
            key={JSON.stringify(scoresOf(drafted.draft))}
            draft={drafted.draft}
            control={control}
            disabled={readOnly || stale || control.confirming}
          />
        )}
        {record && <Confirmed record={record} />}
      </div>
    </Panel>
  );
}

function Confirmed({ record }: { record: AbcdRecord }) {
  const { t, i18n } = useTranslation('reading');
  const { reader, confirmed, confirmedAtMs, current } = record;
  return (
    <Text
      className={styles.hint ?? ''}
      role="status"
      data-testid="abcd-confirmed"
      data-current={current}
    >
      {t('abcd.confirmed', {
        reader,
        time: formatDateTime(confirmedAtMs, i18n.language),
        total: totalScore(confirmed).toFixed(1),
      })}
      {!current && <> {t('abcd.confirmedEarlier')}</>}
    </Text>
  );
}
