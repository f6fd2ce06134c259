import { Button, Checkbox, Group, MultiSelect, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { mostBlinded, type BlindedSummary } from '../../../shared/blinded.js';
import { call } from '../../api.js';
import { useMethod } from '../../queries.js';
import { errorTexts } from '../../texts/error-texts.js';
import { ErrorNotice } from '../../ui/ErrorNotice.js';
import { PictureScope, firstScope } from '../../ui/PictureScope.js';
import styles from './Blinded.module.css';
import { BlindedList } from './BlindedList.js';

const people = ['correction', 'truth'] as const;
type People = (typeof people)[number];

/** Begin a blinded reading, or go on with one. */
export function BlindedStart({
  selection,
  readOnly,
  onBack,
  onOpen,
}: {
  selection: ReadonlySet<string>;
  readOnly: boolean;
  onBack: () => void;
  onOpen: (reading: BlindedSummary) => void;
}) {
  const { t, i18n } = useTranslation('blinded');
  const { data: models } = useMethod('model.list', {});
  const { data: readings, error, refetch } = useMethod('blinded.list', {});
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [withPeople, setWithPeople] = useState<readonly People[]>([]);
  const [over, setOver] = useState(firstScope(selection));
  useEffect(() => {
    void refetch();
  }, [refetch]);
  const modelIds = chosen ?? models?.slice(0, mostBlinded).map(({ id }) => id) ?? [];
  const panes = modelIds.length + withPeople.length;
  const start = useMutation({
    mutationFn: () =>
      call('blinded.start', {
        modelIds,
        people: [...withPeople],
        instanceIds: over === 'selection' ? [...selection] : null,
      }),
    onSuccess: ({ reading }) => {
      onOpen(reading);
    },
    meta: { shownInPlace: true },
  });

  return (
    <div className={styles.start}>
      <Group justify="space-between" align="start" wrap="nowrap">
        <Text size="sm" c="dimmed">
          {t('intro')}
        </Text>
        <Button size="xs" variant="default" flex="none" onClick={onBack}>
          {t('back')}
        </Button>
      </Group>
      <Group gap="sm" align="end">
        <MultiSelect
          className={styles.models ?? ''}
          size="xs"
          label={t('models')}
          data={(models ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          value={modelIds}
          searchable
          maxValues={mostBlinded - withPeople.length}
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
      </Group>
      <Group gap="lg">
        {people.map((who) => (
          <Checkbox
            key={who}
            size="xs"
            label={t(`with.${who}`)}
            checked={withPeople.includes(who)}
            onChange={(event) => {
              const without = withPeople.filter((each) => each !== who);
              setWithPeople(event.currentTarget.checked ? [...without, who] : without);
            }}
          />
        ))}
        <Button
          size="xs"
          loading={start.isPending}
          disabled={readOnly || panes < 2 || panes > mostBlinded}
          onClick={() => {
            start.mutate();
          }}
        >
          {t('start')}
        </Button>
        {(panes < 2 || panes > mostBlinded) && (
          <Text size="xs" c="dimmed">
            {t('howMany', { most: mostBlinded })}
          </Text>
        )}
      </Group>
      {start.error && <ErrorNotice {...errorTexts(start.error, i18n.t)} />}
      {error ? (
        <ErrorNotice {...errorTexts(error, i18n.t)} />
      ) : (
        <BlindedList readings={readings ?? []} readOnly={readOnly} onOpen={onOpen} />
      )}
    </div>
  );
}
