import { Slider, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '../../shared/domain.js';
import { colourOf, hexOf } from '../viewport/segment-colours.js';
import styles from './SegmentsPanel.module.css';
import type { SegmentsControl } from './use-segments.js';

const LONGEST_NAME = 60;

interface SegmentDetailsProps {
  segment: SegmentId;
  segments: SegmentsControl;
}

/** Name, colour and opacity of the segment in use; each is one act when it is settled. */
export function SegmentDetails({ segment, segments }: SegmentDetailsProps) {
  const { t } = useTranslation('reading');
  const { colour, opacity, name } = segments.of(segment);
  const shown = segments.nameOf(segment);
  const [typed, setTyped] = useState<string | null>(null);
  const [pulled, setPulled] = useState<number | null>(null);
  const rename = (): void => {
    if (typed === null) return;
    setTyped(null);
    const wanted = typed.trim();
    const own = wanted === '' || wanted === t(`segments.${segment}`) ? null : wanted;
    if (own !== name) segments.change(segment, { name: own });
  };
  return (
    <div className={styles.details}>
      <TextInput
        size="xs"
        aria-label={t('segments.name')}
        maxLength={LONGEST_NAME}
        value={typed ?? shown}
        data-testid="segment-name"
        onChange={(event) => {
          setTyped(event.currentTarget.value);
        }}
        onBlur={rename}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
          if (event.key === 'Escape') setTyped(null);
        }}
      />
      <input
        type="color"
        className={styles.colour}
        aria-label={t('segments.colour', { name: shown })}
        data-testid="segment-colour"
        // Not controlled: the browser's picker reports every shade on the way, the end is kept.
        key={colour}
        defaultValue={hexOf(colourOf(segment, colour))}
        onBlur={(event) => {
          const { value } = event.currentTarget;
          if (value !== hexOf(colourOf(segment, colour))) {
            segments.change(segment, { colour: value });
          }
        }}
      />
      <div className={styles.opacity}>
        <Text size="xs" className={styles.label ?? ''}>
          {t('overlay.opacity')}
        </Text>
        <Slider
          size="sm"
          min={0.1}
          max={1}
          step={0.1}
          label={null}
          thumbLabel={t('segments.opacity', { name: shown })}
          value={pulled ?? opacity}
          onChange={setPulled}
          onChangeEnd={(value) => {
            setPulled(null);
            if (value !== opacity) segments.change(segment, { opacity: value });
          }}
        />
      </div>
    </div>
  );
}
