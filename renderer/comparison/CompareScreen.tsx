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
import type { ModelSummary, Revision } from '../../shared/domain.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './CompareScreen.module.css';
import { CompareStage } from './CompareStage.js';
import { shownAs, type ShownAs } from './pane-masks.js';
import { firstChoice, mostPanes, sourcesOf } from './sources.js';
import type { Frame } from './use-panes.js';

interface CompareScreenProps extends Frame {
  readonly readOnly: boolean;
  readonly onNavigate: (instanceId: string) => void;
  readonly onRead: (instanceId: string) => void;
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
  fileName,
  models,
  revisions,
}: CompareScreenProps & {
  fileName: string;
  models: readonly ModelSummary[];
  revisions: readonly Revision[];
}) {
  const { t } = useTranslation('comparison');
  const { data: neighbours } = useMethod('reading.neighbours', { instanceId });
  const sources = useMemo(() => sourcesOf(models, revisions, frame), [models, revisions, frame]);
  const [keys, setKeys] = useState<string[] | null>(null);
  const [shown, setShown] = useState<ShownAs>('outline');
  const [linked, setLinked] = useState(true);
  const chosen = keys ?? firstChoice(sources);
  const nameOf = (key: string): string => {
    const source = sources.find((each) => each.key === key);
    return source?.kind === 'model' ? source.model.title : t(`source.${source?.kind ?? 'truth'}`);
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
          maxValues={mostPanes}
          data={sources.map(({ key }) => ({ value: key, label: nameOf(key) }))}
          value={chosen.filter((key) => sources.some((source) => source.key === key))}
          onChange={setKeys}
        />
        <SegmentedControl
          size="xs"
          aria-label={t('view.label')}
          value={shown}
          onChange={setShown}
          data={shownAs.map((value) => ({ value, label: t(`view.${value}`) }))}
        />
        <Switch
          size="xs"
          label={t('linked')}
          checked={linked}
          onChange={(event) => {
            setLinked(event.currentTarget.checked);
          }}
        />
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
        chosen={sources.filter(({ key }) => chosen.includes(key))}
        nameOf={nameOf}
        shown={shown}
        linked={linked}
        onRead={readOnly ? null : onRead}
      />
    </div>
  );
}
