import { ActionIcon, Button, Menu, Text } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isArtefact, type SegmentId } from '../../shared/domain.js';
import type { Scale } from '../../shared/marks.js';
import { areaText } from './measure-texts.js';
import { Panel } from './Panel.js';
import { SegmentDetails } from './SegmentDetails.js';
import { SegmentRow } from './SegmentRow.js';
import styles from './SegmentsPanel.module.css';
import type { SegmentsControl } from './use-segments.js';

interface SegmentsPanelProps {
  segments: SegmentsControl;
  /** Foreground pixels of each segment that has a mask. */
  areas: ReadonlyMap<SegmentId, number>;
  scale: Scale | null;
  /** Pixels of the picture. */
  pixels: number;
  /** Null while the segment in use cannot be changed. */
  onClear: ((segment: SegmentId) => void) | null;
}

/** The reader's segments: which is drawn on, how each is seen, its area. */
export function SegmentsPanel({ segments, areas, scale, pixels, onClear }: SegmentsPanelProps) {
  const { t, i18n } = useTranslation('reading');
  const { current } = segments;
  // Artefacts are a layer of their own.
  const listed = segments.listed.filter((segment) => !isArtefact(segment));
  const empty = listed.every((segment) => (areas.get(segment) ?? 0) === 0);
  const area = areas.get(current) ?? 0;
  return (
    <Panel title={t('segments.title')} action={<AddSegment segments={segments} />}>
      <ul className={styles.list}>
        {listed.map((segment) => (
          <SegmentRow key={segment} segment={segment} segments={segments} />
        ))}
      </ul>
      <div className={styles.current}>
        <Text className={styles.area ?? ''} data-testid={`area-${current}`}>
          {t('segments.area', {
            area: areaText(area, scale, t, i18n.language),
            percent: ((100 * area) / pixels).toFixed(1),
          })}
        </Text>
        <Button
          className={styles.clear ?? ''}
          size="compact-xs"
          variant="subtle"
          color="gray"
          title={t('segments.clearHint')}
          disabled={area === 0 || onClear === null}
          data-testid={`clear-${current}`}
          onClick={() => {
            onClear?.(current);
          }}
        >
          {t('segments.clear')}
        </Button>
      </div>
      <SegmentDetails key={current} segment={current} segments={segments} />
      {empty && <Text className={styles.area ?? ''}>{t('segments.empty')}</Text>}
    </Panel>
  );
}

function AddSegment({ segments }: { segments: SegmentsControl }) {
  const { t } = useTranslation('reading');
  const { others } = segments;
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <ActionIcon
          size="sm"
          variant="subtle"
          color="gray"
          aria-label={t('segments.add')}
          disabled={others.length === 0}
          data-testid="add-segment"
        >
          <IconPlus size={16} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {others.map((segment) => (
          <Menu.Item
            key={segment}
            data-testid={`add-${segment}`}
            onClick={() => {
              segments.add(segment);
            }}
          >
            {segments.nameOf(segment)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
