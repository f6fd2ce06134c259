import { Button, Group, NumberInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import { PictureScope, firstScope } from '../ui/PictureScope.js';
import { ReadersChoice, type Sharing } from '../ui/ReadersChoice.js';
import { showNote } from '../ui/show-note.js';
import styles from './WorklistScreen.module.css';

const firstCount = 20;

/** Gives pictures to readers: the next of the worklist, or those selected in the library. */
export function AssignCard({
  waiting,
  selection,
  reader,
  readOnly,
}: {
  /** Pictures that wait for whoever comes. */
  waiting: number;
  selection: ReadonlySet<string>;
  /** The reader at work. */
  reader: string;
  readOnly: boolean;
}) {
  const { t } = useTranslation('worklist');
  const { data: known = [] } = useMethod('reader.list', {});
  const [readers, setReaders] = useState<string[]>([reader]);
  const [how, setHow] = useState<Sharing>('each');
  const [of, setOf] = useState(firstScope(selection));
  const [count, setCount] = useState(firstCount);
  const assign = useMutation({
    mutationFn: () =>
      call('worklist.assign', {
        pictures: of === 'selection' ? { instanceIds: [...selection] } : { next: count },
        readers,
        how,
      }),
    onSuccess: ({ assigned }) => {
      showNote(t('assign.done', { count: assigned }));
    },
  });
  const unassign = useMutation({
    mutationFn: () => call('worklist.unassign', { instanceIds: [...selection] }),
    onSuccess: ({ takenBack }) => {
      showNote(t('assign.takenBack', { count: takenBack }));
    },
  });
  const nothing = of === 'selection' ? selection.size === 0 : waiting === 0;
  return (
    <section className={styles.card} data-testid="assign">
      <h2>{t('assign.title')}</h2>
      <p className={styles.muted}>{t('assign.help')}</p>
      <ReadersChoice
        known={[reader, ...known]}
        readers={readers}
        how={how}
        onReaders={setReaders}
        onHow={setHow}
      />
      <PictureScope
        value={of}
        onChange={setOf}
        selection={selection}
        texts={{
          label: t('assign.which'),
          rest: t('assign.next'),
          selection: t('assign.selection', { count: selection.size }),
        }}
      />
      {of === 'rest' && (
        <NumberInput
          size="xs"
          label={t('assign.count')}
          min={1}
          max={100_000}
          allowDecimal={false}
          value={count}
          data-testid="assign-count"
          onChange={(value) => {
            if (typeof value === 'number') setCount(value);
          }}
        />
      )}
      <Group gap="sm">
        <Button
          size="xs"
          variant="default"
          loading={assign.isPending}
          disabled={readOnly || readers.length === 0 || nothing}
          data-testid="assign-run"
          onClick={() => {
            assign.mutate();
          }}
        >
          {t('assign.run')}
        </Button>
        {of === 'selection' && (
          <Button
            size="xs"
            variant="subtle"
            color="gray"
            disabled={readOnly || nothing || unassign.isPending}
            onClick={() => {
              unassign.mutate();
            }}
          >
            {t('assign.takeBack')}
          </Button>
        )}
      </Group>
    </section>
  );
}
