import { Button, Kbd, Loader, Switch, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { artefactIds, type SegmentId } from '../../shared/domain.js';
import { errorTexts } from '../texts/error-texts.js';
import styles from './ArtefactsPanel.module.css';
import { useKeyNames } from './key-names.js';
import { OpacityRow } from './OpacityRow.js';
import { Panel } from './Panel.js';
import { SegmentRow } from './SegmentRow.js';
import type { ArtefactsControl, ArtefactSearch } from './use-artefacts.js';
import type { Display } from './use-display.js';
import type { SegmentsControl } from './use-segments.js';

interface ArtefactsPanelProps {
  control: ArtefactsControl;
  display: Display;
  segments: SegmentsControl;
  areas: ReadonlyMap<SegmentId, number>;
  /** Pixels of the picture. */
  pixels: number;
}

/** What lies over the skin: a layer of its own, found by one key and corrected with the same tools. */
export function ArtefactsPanel({
  control: { search, find, any },
  display,
  segments,
  areas,
  pixels,
}: ArtefactsPanelProps) {
  const { t } = useTranslation('reading');
  const keyNames = useKeyNames();
  const { shown, opacity } = display.artefacts;
  return (
    <Panel
      title={t('artefacts.title')}
      action={
        <Switch
          size="xs"
          labelPosition="left"
          label={
            <>
              {t('artefacts.shown')} <Kbd size="xs">{keyNames('toggle-artefacts')[0]}</Kbd>
            </>
          }
          checked={shown}
          data-testid="show-artefacts"
          onChange={display.toggleArtefacts}
        />
      }
    >
      <div className={styles.rows} data-testid="artefacts" data-search={search.kind}>
        <Text className={styles.note ?? ''}>{t('artefacts.note')}</Text>
        <ul className={styles.list}>
          {artefactIds.map((kind) => (
            <SegmentRow
              key={kind}
              segment={kind}
              segments={segments}
              detail={t('artefacts.area', {
                percent: ((100 * (areas.get(kind) ?? 0)) / pixels).toFixed(1),
              })}
            />
          ))}
        </ul>
        {any && (
          <OpacityRow
            name={t('artefacts.opacity')}
            least={0.1}
            value={opacity}
            testId="artefact-opacity"
            onChange={display.setArtefactOpacity}
          />
        )}
        <Tooltip label={t('artefacts.findHint')} multiline w={260}>
          <Button
            size="xs"
            variant="default"
            rightSection={<Kbd size="xs">{keyNames('command-find-artefacts')[0]}</Kbd>}
            disabled={find === null}
            data-testid="find-artefacts"
            onClick={() => find?.()}
          >
            {any ? t('artefacts.findAgain') : t('artefacts.find')}
          </Button>
        </Tooltip>
        <Outcome search={search} />
      </div>
    </Panel>
  );
}

function Outcome({ search }: { search: ArtefactSearch }) {
  const { t, i18n } = useTranslation('reading');
  switch (search.kind) {
    case 'idle':
    case 'found':
      return null;
    case 'searching':
      return (
        <Text className={styles.note ?? ''} role="status">
          <Loader size={12} mr={6} />
          {t('artefacts.finding')}
        </Text>
      );
    case 'nothing':
    case 'same':
      return (
        <Text className={styles.note ?? ''} role="status">
          {t(`artefacts.${search.kind}`)}
        </Text>
      );
    case 'failed': {
      const { what, remedy } = errorTexts(search.error, i18n.t);
      return (
        <Text size="xs" c="var(--danger)" role="alert">
          {t('artefacts.failed')} {what} {remedy}
        </Text>
      );
    }
  }
}
