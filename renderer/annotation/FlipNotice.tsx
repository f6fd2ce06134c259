import { Button, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './FlipNotice.module.css';
import { useKeyNames } from './key-names.js';
import type { Flip } from './use-flip.js';

/** Says that what is on screen is not the mask being corrected. */
export function FlipNotice({ flip }: { flip: Flip }) {
  const { t } = useTranslation('reading');
  const [key = ''] = useKeyNames()('flip');
  if (flip.shown === null) return null;
  return (
    <div className={styles.notice} role="status" data-testid="flip" data-shown={flip.shown}>
      <Text size="sm">{t(`flip.${flip.shown}`)}</Text>
      <Button size="compact-xs" variant="default" onClick={flip.toggle}>
        {key === '' ? t('flip.back') : t('tools.withKey', { name: t('flip.back'), key })}
      </Button>
    </div>
  );
}
