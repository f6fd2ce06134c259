import { NativeSelect } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '../../shared/domain.js';
import styles from './ReviewScreen.module.css';

/** Which segment is shown and measured. */
export function SegmentBar({
  segments,
  chosen,
  onChoose,
}: {
  segments: readonly SegmentId[];
  chosen: SegmentId;
  onChoose: (segment: SegmentId) => void;
}) {
  const { t } = useTranslation(['review', 'reading']);
  return (
    <div className={styles.band}>
      <span aria-hidden>{t('segment')}</span>
      <NativeSelect
        size="xs"
        aria-label={t('segment')}
        data-testid="review-segment"
        value={chosen}
        data={segments.map((value) => ({ value, label: t(`reading:segments.${value}`) }))}
        onChange={(event) => {
          const found = segments.find((id) => id === event.currentTarget.value);
          if (found) onChoose(found);
        }}
      />
    </div>
  );
}
