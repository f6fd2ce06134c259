import { Button, Group, Popover, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconUserPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import { NamesInput } from '../ui/NamesInput.js';
import { showNote } from '../ui/show-note.js';

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
  const [how, setHow] = useState<'each' | 'share'>('each');
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
    <Popover opened={opened} onChange={setOpened} position="bottom-start" trapFocus withinPortal>
      <Popover.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconUserPlus size={15} aria-hidden />}
          disabled={disabled}
          aria-expanded={opened}
          data-testid="selection-assign"
          onClick={() => {
            setOpened(!opened);
          }}
        >
          {t('curation:selection.assign')}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('curation:selection.assign')} data-testid="assign-popover">
        <Stack gap={8} w={320}>
          <Text size="xs" c="dimmed">
            {t('assign.help')}
          </Text>
          <NamesInput
            label={t('assign.readers')}
            known={[...own, ...known]}
            value={readers}
            inPlace
            onChange={setChosen}
          />
          <SegmentedControl
            size="xs"
            aria-label={t('assign.how')}
            value={how}
            onChange={setHow}
            data={[
              { value: 'each', label: t('assign.each') },
              { value: 'share', label: t('assign.share') },
            ]}
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
      </Popover.Dropdown>
    </Popover>
  );
}
