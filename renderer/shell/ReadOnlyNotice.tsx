import { IconLock } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../queries.js';
import styles from './ReadOnlyNotice.module.css';

/** Above every screen of a library that cannot be changed: why, and what to do about it. */
export function ReadOnlyNotice() {
  const { t } = useTranslation();
  const { data: app } = useMethod('app.info', {});
  const cause = app?.readOnlyCause ?? null;
  if (cause === null) return null;
  return (
    <div className={styles.notice} role="status" data-testid="read-only" data-cause={cause}>
      <IconLock size={18} className={styles.icon} aria-hidden />
      <p className={styles.text}>
        <strong>{t('readOnly.title')}</strong> {t(`readOnly.causes.${cause}.why`)}{' '}
        {t(`readOnly.causes.${cause}.remedy`)}
      </p>
    </div>
  );
}
