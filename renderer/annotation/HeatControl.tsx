import { Kbd, SegmentedControl, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorTexts } from '../texts/error-texts.js';
import { heatKinds, heatStops, type HeatKind } from '../viewport/heat-colours.js';
import styles from './HeatControl.module.css';
import { useKeyNames } from './key-names.js';
import { OpacityRow } from './OpacityRow.js';
import type { Display } from './use-display.js';

interface HeatControlProps {
  display: Display;
  /** Where the threshold lies, which is the border of the proposal; 0..1. */
  threshold: number;
  /** Why the probability map cannot be had; null when it can. */
  error: unknown;
}

/** Lays the model's probability, or its uncertainty, over the picture, with a legend. */
export function HeatControl({ display, threshold, error }: HeatControlProps) {
  const { t, i18n } = useTranslation('reading');
  const [keyName = ''] = useKeyNames()('toggle-heat');
  const { heat, heatOpacity } = display.options;
  return (
    <div className={styles.heat} data-testid="heat" data-shown={heat ?? 'off'}>
      <div className={styles.line}>
        <Text size="sm">{t('heat.title')}</Text>
        <Kbd size="xs">{keyName}</Kbd>
      </div>
      <SegmentedControl
        size="xs"
        fullWidth
        aria-label={t('heat.title')}
        value={heat ?? 'off'}
        onChange={(value) => {
          display.setHeat(heatKinds.find((kind) => kind === value) ?? null);
        }}
        data={[
          { value: 'off', label: t('heat.off') },
          ...heatKinds.map((kind) => ({ value: kind, label: t(`heat.${kind}`) })),
        ]}
      />
      {error !== null && (
        <Text size="xs" c="var(--danger)" role="alert">
          {t('heat.failed')} {errorTexts(error, i18n.t).what}
        </Text>
      )}
      {heat !== null && (
        <>
          <Legend kind={heat} threshold={threshold} />
          <OpacityRow
            name={t('heat.opacity')}
            least={0.1}
            value={heatOpacity}
            testId="heat-opacity"
            onChange={display.setHeatOpacity}
          />
        </>
      )}
    </div>
  );
}

function Legend({ kind, threshold }: { kind: HeatKind; threshold: number }) {
  const { t } = useTranslation('reading');
  const [left, right] = t(`heat.ends.${kind}`).split('|');
  return (
    <figure className={styles.legend} aria-label={t(`heat.legend.${kind}`)} role="img">
      <div
        className={styles.scale}
        style={{ background: `linear-gradient(to right, ${heatStops(kind).join(', ')})` }}
      >
        {kind === 'probability' && (
          <span className={styles.mark} style={{ left: `${String(100 * threshold)}%` }} />
        )}
      </div>
      <figcaption className={styles.ends}>
        <span>{left}</span>
        <span>{right}</span>
      </figcaption>
    </figure>
  );
}
