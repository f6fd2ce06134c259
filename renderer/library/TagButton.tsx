import { Autocomplete, Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconTag } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { tag as tagSchema } from '../../shared/library-filter.js';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import { SelectionPopover } from './SelectionPopover.js';

/** Gives all selected pictures a tag, or takes one from them. */
export function TagButton({ instanceIds, disabled }: { instanceIds: string[]; disabled: boolean }) {
  const { t } = useTranslation('curation');
  const [opened, setOpened] = useState(false);
  const [written, setWritten] = useState('');
  const { data: known } = useMethod('library.labels', { kind: 'tag', beginning: '' });
  const tag = tagSchema.safeParse(written).data;
  const change = useMutation({
    mutationFn: ({ given }: { given: boolean }) => {
      const tags = tag === undefined ? [] : [tag];
      return call('library.tag', {
        instanceIds,
        add: given ? tags : [],
        remove: given ? [] : tags,
      });
    },
    onSuccess: () => {
      setOpened(false);
      setWritten('');
    },
  });
  return (
    <SelectionPopover
      label={t('selection.tag')}
      icon={<IconTag size={15} aria-hidden />}
      name="selection-tag"
      opened={opened}
      disabled={disabled}
      onOpened={setOpened}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (tag !== undefined) change.mutate({ given: true });
        }}
      >
        <Stack gap={8} w={240}>
          <Autocomplete
            size="xs"
            comboboxProps={{ withinPortal: false }}
            label={t('tag.name')}
            data={(known ?? []).map(({ label }) => label)}
            value={written}
            maxLength={60}
            data-autofocus
            data-testid="tag-name"
            onChange={setWritten}
          />
          <Group gap={6}>
            <Button size="xs" type="submit" disabled={tag === undefined} data-testid="tag-add">
              {t('tag.add')}
            </Button>
            <Button
              size="xs"
              variant="default"
              disabled={tag === undefined}
              data-testid="tag-remove"
              onClick={() => {
                change.mutate({ given: false });
              }}
            >
              {t('tag.remove')}
            </Button>
          </Group>
        </Stack>
      </form>
    </SelectionPopover>
  );
}
