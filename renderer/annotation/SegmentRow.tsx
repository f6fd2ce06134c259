import { ActionIcon, UnstyledButton } from '@mantine/core';
import { IconEye, IconEyeOff, IconLock, IconLockOpen2 } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '../../shared/domain.js';
import { colourOf, hexOf } from '../viewport/segment-colours.js';
import styles from './SegmentsPanel.module.css';
import type { SegmentsControl } from './use-segments.js';

interface SegmentRowProps {
  segment: SegmentId;
  segments: SegmentsControl;
  /** Beside its name. */
  detail?: string;
}

/** One segment of the list: choose it, hide it, lock it. */
export function SegmentRow({ segment, segments, detail }: SegmentRowProps) {
  const { t } = useTranslation('reading');
  const { colour, hidden, locked } = segments.of(segment);
  const name = segments.nameOf(segment);
  return (
    <li className={styles.row} data-testid={`segment-${segment}`}>
      <span
        className={styles.swatch}
        style={{ background: hexOf(colourOf(segment, colour)) }}
        aria-hidden
      />
      <UnstyledButton
        className={styles.name}
        aria-pressed={segments.current === segment}
        onClick={() => {
          segments.choose(segment);
        }}
      >
        {name}
        {detail !== undefined && <span className={styles.detail}>{detail}</span>}
      </UnstyledButton>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('segments.hide', { name })}
        aria-pressed={hidden}
        data-testid={`hide-${segment}`}
        onClick={() => {
          segments.change(segment, { hidden: !hidden });
        }}
      >
        {hidden ? <IconEyeOff size={16} aria-hidden /> : <IconEye size={16} aria-hidden />}
      </ActionIcon>
      <ActionIcon
        size="sm"
        variant="subtle"
        color="gray"
        aria-label={t('segments.lock', { name })}
        aria-pressed={locked}
        data-testid={`lock-${segment}`}
        onClick={() => {
          segments.change(segment, { locked: !locked });
        }}
      >
        {locked ? <IconLock size={16} aria-hidden /> : <IconLockOpen2 size={16} aria-hidden />}
      </ActionIcon>
    </li>
  );
}
