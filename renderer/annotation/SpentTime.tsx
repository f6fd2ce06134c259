import { Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatDuration } from '../texts/format.js';
import styles from './Filmstrip.module.css';
import { IDLE_AFTER_MS } from './reading-clock.js';
import { useReadingTime } from './use-reading-time.js';

/** The time at work on the open frame. A part of its own, since it changes every second. */
export function SpentTime({ instanceId, frame }: { instanceId: string; frame: number }) {
  const { t } = useTranslation('reading');
  const spentMs = useReadingTime(instanceId, frame);
  if (spentMs === null) return null;
  return (
    <Tooltip label={t('flow.spentHint', { seconds: String(IDLE_AFTER_MS / 1000) })}>
      <Text className={styles.position ?? ''} data-testid="spent">
        {formatDuration(spentMs)}
      </Text>
    </Tooltip>
  );
}
