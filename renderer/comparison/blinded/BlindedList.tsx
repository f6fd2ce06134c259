import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { BlindedSummary } from '../../../shared/blinded.js';
import { formatDateTime } from '../../texts/format.js';
import styles from './Blinded.module.css';

/** Readings, newest first; what an open one compares is not told. */
export function BlindedList({
  readings,
  readOnly,
  onOpen,
}: {
  readings: readonly BlindedSummary[];
  readOnly: boolean;
  onOpen: (reading: BlindedSummary) => void;
}) {
  const { t, i18n } = useTranslation('blinded');
  if (readings.length === 0) return <Text c="dimmed">{t('none')}</Text>;
  return (
    <table className={styles.table} data-testid="blinded-list">
      <caption>{t('list.caption')}</caption>
      <thead>
        <tr>
          {(['begun', 'reader', 'panes', 'decided'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`list.${name}`)}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {readings.map((reading) => {
          const { id, reader, createdAtMs, panes, decided, cases, revealedAtMs } = reading;
          const open = revealedAtMs === null;
          return (
            <tr key={id}>
              <th scope="row">{formatDateTime(createdAtMs, i18n.language)}</th>
              <td>{reader}</td>
              <td>{panes}</td>
              <td>{t('list.of', { decided, cases })}</td>
              <td>
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={open && readOnly}
                  onClick={() => {
                    onOpen(reading);
                  }}
                >
                  {t(open ? 'list.goOn' : 'list.results')}
                </Button>
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
