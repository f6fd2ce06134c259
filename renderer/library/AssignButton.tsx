import { Button, Group, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import { ReadersChoice, type Sharing } from '../ui/ReadersChoice.js';
import { showNote } from '../ui/show-note.js';
import { SelectionPopover } from './SelectionPopover.js';

/** Gives all selected pictures to readers, or takes back what they have not submitted. */
export function AssignButton({
  instanceIds,
  disabled,
}: {
  instanceIds: string[];
  disabled: boolean;
}) {
  const { t } = useTranslation(['worklist', 'curation']);
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<string[] | null>(null);
  const [how, setHow] = useState<Sharing>('each');
  const { data: settings } = useMethod('settings.get', {});
  const { data: known = [] } = useMethod('reader.list', {});
  const own = settings ? [settings.reader] : [];
  const readers = chosen ?? own;
  const close = (message: string): void => {
    setOpened(false);
    showNote(message);
  };
  const assign = useMutation({
    mutationFn: () => call('worklist.assign', { pictures: { instanceIds }, readers, how }),
    onSuccess: ({ assigned }) => {
      close(t('assign.done', { count: assigned }));
    },
  });
  const unassign = useMutation({
    mutationFn: () => call('worklist.unassign', { instanceIds }),
    onSuccess: ({ takenBack }) => {
      close(t('assign.takenBack', { count: takenBack }));
    },
  });
  return (
    <SelectionPopover
      label={t('curation:selection.assign')}
      icon={<IconUserPlus size={15} aria-hidden />}
      name="selection-assign"
      opened={opened}
      disabled={disabled}
      onOpened={setOpened}
    >
      <Stack gap={8} w={320}>
        <Text size="xs" c="dimmed">
          {t('assign.help')}
        </Text>
        <ReadersChoice
          known={[...own, ...known]}
          readers={readers}
          how={how}
          inPlace
          onReaders={setChosen}
          onHow={setHow}
        />
        <Group gap={6}>
          <Button
            size="xs"
            loading={assign.isPending}
            disabled={readers.length === 0}
            data-testid="selection-assign-run"
            onClick={() => {
              assign.mutate();
            }}
          >
            {t('assign.run')}
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={unassign.isPending}
            data-testid="selection-assign-back"
            onClick={() => {
              unassign.mutate();
            }}
          >
            {t('assign.takeBack')}
          </Button>
        </Group>
      </Stack>
    </SelectionPopover>
  );
}
