import { Button, Group, Text, Title } from '@mantine/core';
import { IconStack2 } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { SnapshotDetails } from './SnapshotDetails.js';
import { SnapshotDialog } from './SnapshotDialog.js';
import styles from './SnapshotsScreen.module.css';

/** The named versions of the dataset: what each holds, whether it is whole, and making a new one. */
export function SnapshotsScreen({
  readOnly,
  onExport,
}: {
  readOnly: boolean;
  onExport: (name: string) => void;
}) {
  const { t, i18n } = useTranslation('snapshots');
  const { data, error } = useMethod('snapshot.list', {});
  const [chosen, setChosen] = useState<string | null>(null);
  const [making, setMaking] = useState(false);
  const list = [...(data ?? [])].reverse();
  const shown = list.find(({ name }) => name === chosen) ?? list[0];

  return (
    <div className={styles.screen} data-testid="snapshots-screen">
      <Group justify="space-between">
        <Title order={2} size="h5">
          {t('list')}
        </Title>
        <Button
          size="xs"
          leftSection={<IconStack2 size={16} aria-hidden />}
          disabled={readOnly}
          title={readOnly ? t('readOnly') : undefined}
          data-testid="snapshot-new"
          onClick={() => {
            setMaking(true);
          }}
        >
          {t('make')}
        </Button>
      </Group>
      {error && <ErrorNotice {...errorTexts(error, i18n.t)} />}
      {data?.length === 0 && (
        <Text c="dimmed" maw={560}>
          {t('empty')}
        </Text>
      )}
      {shown && (
        <div className={styles.body}>
          <ul className={styles.list} aria-label={t('list')}>
            {list.map(({ name, counts, createdAtMs }) => (
              <li key={name}>
                <button
                  type="button"
                  className={styles.entry}
                  aria-pressed={name === shown.name}
                  onClick={() => {
                    setChosen(name);
                  }}
                >
                  <strong>{name}</strong>
                  <span>{t('counts', counts)}</span>
                  <span>{new Date(createdAtMs).toLocaleString(i18n.language)}</span>
                </button>
              </li>
            ))}
          </ul>
          <SnapshotDetails key={shown.name} summary={shown} onExport={onExport} />
        </div>
      )}
      <SnapshotDialog
        opened={making}
        onClose={() => {
          setMaking(false);
        }}
        onMade={(name) => {
          setMaking(false);
          setChosen(name);
        }}
      />
    </div>
  );
}
