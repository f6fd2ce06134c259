import { useTranslation } from 'react-i18next';
import type { Refusal } from '../../shared/domain.js';
import { errorCodes } from '../../shared/errors.js';
import { RowsInSight } from '../ui/RowsInSight.js';
import styles from './RefusalList.module.css';

/** Every refused file and why. */
export function RefusalList({ refusals }: { refusals: Refusal[] }) {
  const { t } = useTranslation(['library', 'common']);
  const sentence = ({ code, reason }: Refusal): string => {
    const known = errorCodes.find((errorCode) => errorCode === code);
    return known === undefined ? reason : t(`common:errors.${known}.what`);
  };
  return (
    <RowsInSight items={refusals} label={t('import.refusedList')} rowHeight={52}>
      {(refusal) => (
        <div className={styles.refusal}>
          <span className={styles.name}>{refusal.fileName}</span>
          <span>{sentence(refusal)}</span>
          <span className={styles.reason}>{refusal.reason}</span>
        </div>
      )}
    </RowsInSight>
  );
}
