import {
  Button,
  Center,
  Group,
  Loader,
  MultiSelect,
  SegmentedControl,
  Switch,
} from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  comparisonLayout,
  comparisonView,
  type ModelSummary,
  type Revision,
} from '../../shared/domain.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { formatDateTime } from '../texts/format.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './CompareScreen.module.css';
import { CompareStage } from './CompareStage.js';
import { firstChoice, mostPanes, sourcesOf } from './sources.js';
import { useLayout } from './use-layout.js';
import type { Frame } from './use-panes.js';

interface CompareScreenProps extends Frame {
  readonly readOnly: boolean;
  readonly onNavigate: (instanceId: string) => void;
  readonly onRead: (instanceId: string) => void;
  /** Judge masks without their names. */
  readonly onBlind: () => void;
}

/** Models, corrections and known masks of one picture beside one another. */
export function CompareScreen(props: CompareScreenProps) {
  const { i18n } = useTranslation('comparison');
  const models = useMethod('model.list', {});
  const picture = useMethod('library.get', { instanceId: props.instanceId });
  const error = models.error ?? picture.error;
  if (error) {
    return (
      <Center h="100%" p="lg">
        <ErrorNotice {...errorTexts(error, i18n.t)} />
      </Center>
    );
  }
  if (!models.data || !picture.data) return <Waiting />;
  const { instance, revisions } = picture.data;
  return (
    <Chosen
      // What was chosen for one picture may not be there for the next.
      key={props.instanceId}
      {...props}
      fileName={instance.fileName}
      models={models.data}
      revisions={revisions}
    />
  );
}

function Waiting() {
  const { t } = useTranslation();
  return (
    <Center h="100%">
      <Loader size="sm" aria-label={t('loading')} />
    </Center>
  );
}

function Chosen({
  instanceId,
  frame,
  readOnly,
  onNavigate,
  onRead,
  onBlind,
  fileName,
  models,
  revisions,
}: CompareScreenProps & {
  fileName: string;
  models: readonly ModelSummary[];
  revisions: readonly Revision[];
}) {
  const { t, i18n } = useTranslation('comparison');
  const { data: neighbours } = useMethod('reading.neighbours', { instanceId });
  const sources = useMemo(() => sourcesOf(models, revisions, frame), [models, revisions, frame]);
  const { layout, change } = useLayout();
  // Older revisions are of this picture only: they are chosen, but not remembered.
  const [older, setOlder] = useState<readonly string[]>([]);
  if (!layout) return <Waiting />;
  const remembered = layout.panes?.filter((key) => sources.some((source) => source.key === key));
  const kept = remembered && remembered.length > 0 ? remembered : firstChoice(sources);
  const chosen = [...kept, ...older].slice(0, mostPanes);
  const choose = (keys: string[]): void => {
    setOlder(keys.filter((key) => key.startsWith('revision:')));
    change({ panes: keys.filter((key) => !key.startsWith('revision:')) });
  };
  const nameOf = (key: string): string => {
    const source = sources.find((each) => each.key === key);
    if (source === undefined) return key;
    if (source.kind === 'model') return source.model.title;
    if (source.kind !== 'reader') return t(`source.${source.kind}`);
    const { reader, createdAtMs } = source.revision;
    if (key === 'reader') return t('source.reader');
    if (!source.older) return t('source.readerNamed', { name: reader });
    return t('source.older', { name: reader, time: formatDateTime(createdAtMs, i18n.language) });
  };
  const go = (id: string | null | undefined) => ({
    disabled: !id,
    onClick: () => {
      if (id) onNavigate(id);
    },
  });

  return (
    <div
      className={styles.screen}
      role="region"
      aria-label={t('screen', { name: fileName })}
      data-testid="compare-screen"
    >
      <Group className={styles.bar} gap="sm">
        <MultiSelect
          className={styles.sources ?? ''}
          size="xs"
          aria-label={t('sources')}
          searchable
          maxValues={mostPanes}
          data={sources.map(({ key }) => ({ value: key, label: nameOf(key) }))}
          value={chosen}
          onChange={choose}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('view.label')}
          value={layout.view}
          onChange={(view) => {
            change({ view });
          }}
          data={comparisonView.options.map((value) => ({ value, label: t(`view.${value}`) }))}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('arrangement.label')}
          value={layout.arrangement}
          onChange={(arrangement) => {
            change({ arrangement });
          }}
          data={comparisonLayout.shape.arrangement.options.map((value) => ({
            value,
            label: t(`arrangement.${value}`),
          }))}
        />
        <Switch
          size="xs"
          label={t('linked')}
          checked={layout.linked}
          onChange={(event) => {
            change({ linked: event.currentTarget.checked });
          }}
        />
        <Button size="xs" variant="default" onClick={onBlind}>
          {t('blind')}
        </Button>
        <Group gap={6} ml="auto">
          <Button size="xs" variant="default" {...go(neighbours?.previousId)}>
            {t('previous')}
          </Button>
          <Button size="xs" variant="default" {...go(neighbours?.nextId)}>
            {t('next')}
          </Button>
        </Group>
      </Group>
      <CompareStage
        instanceId={instanceId}
        frame={frame}
        sources={sources}
        chosen={chosen.flatMap((key) => sources.find((source) => source.key === key) ?? [])}
        nameOf={nameOf}
        layout={layout}
        onOrder={choose}
        onRead={readOnly ? null : onRead}
      />
    </div>
  );
}
