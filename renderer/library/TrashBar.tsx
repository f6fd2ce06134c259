import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api.js';
import { showNote } from '../ui/show-note.js';
import { useMethod } from '../queries.js';
import styles from './SelectionBar.module.css';

/** Above the trash: what it is, and the end of the retention, asked for twice. */
export function TrashBar({ readOnly }: { readOnly: boolean }) {
  const { t } = useTranslation(['curation', 'common']);
  const [asking, setAsking] = useState(false);
  const { data } = useMethod('trash.count', {});
  const purge = useMutation({
    mutationFn: () => call('trash.purge', {}),
    onSuccess: ({ purged, keptForSnapshots }) => {
      setAsking(false);
      showNote(t('trash.purged', { purged, kept: keptForSnapshots }));
    },
  });
  const { pictures = 0, expired = 0 } = data ?? {};
  return (
    <Group className={styles.bar} gap={10} wrap="wrap" data-testid="trash-bar">
      <Text size="xs">{t('trash.what', { count: pictures })}</Text>
      <Button
        size="compact-xs"
        variant="default"
        disabled={readOnly || expired === 0}
        onClick={() => {
          setAsking(true);
        }}
      >
        {t('trash.purge', { count: expired })}
      </Button>
      <Modal
        opened={asking}
        title={t('trash.ask', { count: expired })}
        closeButtonProps={{ 'aria-label': t('common:action.close') }}
        onClose={() => {
          setAsking(false);
        }}
      >
        <Stack gap="sm">
          <Text size="sm">{t('trash.gone')}</Text>
          <Group justify="flex-end" gap={8}>
            <Button
              size="xs"
              variant="default"
              data-autofocus
              onClick={() => {
                setAsking(false);
              }}
            >
              {t('common:action.cancel')}
            </Button>
            <Button
              size="xs"
              color="red"
              loading={purge.isPending}
              onClick={() => {
                purge.mutate();
              }}
            >
              {t('trash.confirm')}
            </Button>
          </Group>
        </Stack>
      </Modal>
    </Group>
  );
}
