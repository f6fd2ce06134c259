import { Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './OpeningNotice.module.css';
import type { Opening } from './use-opened-frame.js';

/** Over the picture until it is there: how far it is, or why it cannot be opened. */
export function OpeningNotice({ opening, onRetry }: { opening: Opening; onRetry: () => void }) {
  const { t, i18n } = useTranslation(['reading', 'common']);
  switch (opening.kind) {
    case 'ready':
      return null;
    case 'loading':
      return (
        <div className={styles.cover} role="status" data-testid="opening">
          <Text size="sm">{t('loading')}</Text>
          <Progress
            className={styles.bar ?? ''}
            value={opening.fraction * 100}
            animated
            aria-label={t('loading')}
          />
        </div>
      );
    case 'failed': {
      const texts = errorTexts(opening.error, i18n.t);
      return (
        <div className={styles.cover} data-testid="open-failed">
          <ErrorNotice
            what={t('openFailed')}
            remedy={`${texts.what} ${texts.remedy}`}
            detail={texts.detail}
            action={{ label: t('common:action.tryAgain'), run: onRetry }}
          />
        </div>
      );
    }
  }
}
