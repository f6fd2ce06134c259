import { Button, Group, MultiSelect, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { PictureScope, firstScope } from '../ui/PictureScope.js';
import { SetResults } from './SetResults.js';
import { SetRunList } from './SetRunList.js';
import styles from './SetScreen.module.css';
import { useSetRuns } from './use-set-runs.js';

const fewestModels = 1;

/** Several models over many pictures: start one, watch it, and read what came of it. */
export function SetScreen({
  selection,
  readOnly,
  onCompare,
}: {
  /** Pictures chosen in the library. */
  selection: ReadonlySet<string>;
  readOnly: boolean;
  onCompare: (instanceId: string) => void;
}) {
  const { t, i18n } = useTranslation('setRun');
  const { data: models } = useMethod('model.list', {});
  const runs = useSetRuns();
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [over, setOver] = useState(firstScope(selection));
  const [shownId, setShownId] = useState<string | null>(null);
  const modelIds = chosen ?? models?.map(({ id }) => id) ?? [];
  const start = useMutation({
    mutationFn: () =>
      call('setRun.start', {
        modelIds,
        instanceIds: over === 'selection' ? [...selection] : null,
      }),
    onSuccess: ({ id }) => {
      setShownId(id);
      runs.refetch();
    },
  });
  const shown = runs.list.find(({ id }) => id === shownId) ?? runs.list[0] ?? null;
  const titleOf = (id: string): string => models?.find((model) => model.id === id)?.title ?? id;

  return (
    <div className={styles.screen} data-testid="set-screen">
      <Group gap="sm" align="end">
        <MultiSelect
          className={styles.models ?? ''}
          size="xs"
          label={t('models')}
          searchable
          data={(models ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          value={modelIds}
          onChange={setChosen}
        />
        <PictureScope
          value={over}
          onChange={setOver}
          selection={selection}
          texts={{
            label: t('over.label'),
            rest: t('over.library'),
            selection: t('over.selection', { count: selection.size }),
          }}
        />
        <Button
          size="xs"
          loading={start.isPending}
          disabled={readOnly || modelIds.length < fewestModels}
          onClick={() => {
            start.mutate();
          }}
        >
          {t('start')}
        </Button>
      </Group>
      {runs.error ? (
        <ErrorNotice {...errorTexts(runs.error, i18n.t)} />
      ) : (
        <SetRunList
          runs={runs.list}
          shownId={shown?.id ?? null}
          titleOf={titleOf}
          readOnly={readOnly}
          onShow={setShownId}
        />
      )}
      {shown ? (
        <SetResults key={shown.id} run={shown} titleOf={titleOf} onCompare={onCompare} />
      ) : (
        <Text c="dimmed">{t('empty')}</Text>
      )}
    </div>
  );
}
