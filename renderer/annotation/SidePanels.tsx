import { SegmentedControl } from '@mantine/core';
import { Activity, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './SidePanels.module.css';

export type Side = 'mask' | 'reading';

/** Right of the picture: what belongs to the masks, or what belongs to the reading. */
export function SidePanels({
  side,
  onSide,
  mask,
  reading,
}: {
  side: Side;
  onSide: (side: Side) => void;
  mask: ReactNode;
  reading: ReactNode;
}) {
  const { t } = useTranslation('reading');
  return (
    <aside className={styles.panels} aria-label={t(`side.${side}`)}>
      <div className={styles.choice}>
        <SegmentedControl
          size="xs"
          fullWidth
          aria-label={t('side.label')}
          value={side}
          data={[
            { value: 'mask', label: t('side.mask') },
            { value: 'reading', label: t('side.reading') },
          ]}
          data-testid="side"
          onChange={(value) => {
            onSide(value === 'reading' ? 'reading' : 'mask');
          }}
        />
      </div>
      {/* Both stay, so that a text that is being written is not lost by looking at the other. The one
          that is not seen is made when there is time. */}
      <Activity mode={side === 'mask' ? 'visible' : 'hidden'}>{mask}</Activity>
      <Activity mode={side === 'reading' ? 'visible' : 'hidden'}>{reading}</Activity>
    </aside>
  );
}
