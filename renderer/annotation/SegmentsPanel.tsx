import { Button, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '../../shared/domain.js';
import { segmentColours } from '../viewport/segment-colours.js';
import { Panel } from './Panel.js';
import styles from './SegmentsPanel.module.css';

interface SegmentsPanelProps {
  /** Foreground pixels of each segment that has a mask. */
  areas: ReadonlyMap<SegmentId, number>;
  /** Pixels of the picture. */
  pixels: number;
  onClear: (segment: SegmentId) => void;
}

/** The reader's segments with their area. */
export function SegmentsPanel({ areas, pixels, onClear }: SegmentsPanelProps) {
  const { t, i18n } = useTranslation('reading');
  const shown = new Map([['lesion' as const, areas.get('lesion') ?? 0], ...areas]);
  const empty = [...shown.values()].every((area) => area === 0);
  const number = new Intl.NumberFormat(i18n.language);
  return (
    <Panel title={t('segments.title')}>
      <ul className={styles.list}>
        {[...shown].map(([segment, area]) => (
          <li key={segment} className={styles.row} data-testid={`segment-${segment}`}>
            <span
              className={styles.swatch}
              style={{ background: `rgb(${segmentColours[segment].join(' ')})` }}
            />
            <span className={styles.name}>{t(`segments.${segment}`)}</span>
            <Tooltip label={t('segments.clearHint')}>
              <Button
                size="compact-xs"
                variant="subtle"
                color="gray"
                disabled={area === 0}
                data-testid={`clear-${segment}`}
                onClick={() => {
                  onClear(segment);
                }}
              >
                {t('segments.clear')}
              </Button>
            </Tooltip>
            <Text className={styles.area ?? ''} data-testid={`area-${segment}`}>
              {t('segments.area', {
                area: number.format(area),
                percent: ((100 * area) / pixels).toFixed(1),
              })}
            </Text>
          </li>
        ))}
      </ul>
      {empty && <Text className={styles.area ?? ''}>{t('segments.empty')}</Text>}
    </Panel>
  );
}
