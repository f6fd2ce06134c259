import { Button, Group, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorTexts } from '../texts/error-texts.js';
import { useWatched, type Watched } from '../ui/watched.js';
import type { SaveState } from './edit-queue.js';
import styles from './SaveNotice.module.css';

/** Says that strokes are not written, why, and what can be done. */
export function SaveNotice({
  save: watched,
  onRetry,
  onLeave,
}: {
  save: Watched<SaveState>;
  onRetry: () => void;
  /** Given while the reader is about to leave: go without what could not be written. */
  onLeave: (() => void) | null;
}) {
  const { t, i18n } = useTranslation('reading');
  const save = useWatched(watched, (state) => (state.kind === 'failed' ? state : null));
  if (save === null) return null;
  const texts = errorTexts(save.error, i18n.t);
  return (
    <div className={styles.notice} role="alert" data-testid="save-failed">
      <Text size="sm" fw={600}>
        {t('save.failed', { count: save.waiting })}
      </Text>
      <Text size="sm">
        {texts.what} {texts.remedy} {t('save.stays')}
      </Text>
      <Text size="xs" className={styles.detail ?? ''}>
        {texts.detail}
      </Text>
      <Group gap={8} mt={6}>
        <Button size="compact-sm" variant="default" data-testid="retry-save" onClick={onRetry}>
          {t('save.retry')}
        </Button>
        {onLeave && (
          <Button size="compact-sm" variant="subtle" color="var(--danger)" onClick={onLeave}>
            {t('save.leave')}
          </Button>
        )}
      </Group>
    </div>
  );
}
