import { ActionIcon, Button, Group, Menu, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconBookmark, IconX } from '@tabler/icons-react';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { savedView } from '../../shared/library-filter.js';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import type { LibraryView } from './use-library-view.js';

/** Filters and orders kept under a name: shown again, kept, or taken away. */
export function SavedViewsMenu({ view, readOnly }: { view: LibraryView; readOnly: boolean }) {
  const { t } = useTranslation('curation');
  const [name, setName] = useState('');
  const { data: views } = useMethod('library.views', {});
  const client = useQueryClient();
  const follow = () => client.invalidateQueries({ queryKey: ['library.views'] });
  const save = useMutation({
    mutationFn: () => {
      const { filter, sort } = view;
      return call('library.saveView', { name: name.trim(), filter, sort });
    },
    onSuccess: async () => {
      setName('');
      await follow();
    },
  });
  const remove = useMutation({
    mutationFn: (of: string) => call('library.removeView', { name: of }),
    onSuccess: follow,
  });
  const nameable = savedView.shape.name.safeParse(name).success;
  const keep = (event: SubmitEvent): void => {
    event.preventDefault();
    if (nameable) save.mutate();
  };

  return (
    <Menu position="bottom-start" closeOnItemClick withinPortal trapFocus={false}>
      <Menu.Target>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconBookmark size={15} aria-hidden />}
          data-testid="saved-views"
        >
          {t('views.open')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown miw={240}>
        {views?.length === 0 && <Menu.Label>{t('views.none')}</Menu.Label>}
        {views?.map((saved) => (
          <Group key={saved.name} gap={2} wrap="nowrap">
            <Menu.Item
              data-testid="saved-view"
              onClick={() => {
                view.show(saved.filter, saved.sort);
              }}
            >
              {saved.name}
            </Menu.Item>
            {!readOnly && (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="sm"
                aria-label={t('views.remove', { name: saved.name })}
                title={t('views.remove', { name: saved.name })}
                onClick={() => {
                  remove.mutate(saved.name);
                }}
              >
                <IconX size={14} aria-hidden />
              </ActionIcon>
            )}
          </Group>
        ))}
        {!readOnly && (
          <form onSubmit={keep}>
            <Menu.Divider />
            <Group gap={6} wrap="nowrap" p={6}>
              <TextInput
                size="xs"
                flex={1}
                aria-label={t('views.name')}
                placeholder={t('views.name')}
                maxLength={60}
                value={name}
                data-testid="view-name"
                onChange={(event) => {
                  setName(event.currentTarget.value);
                }}
                onKeyDown={(event) => {
                  // The menu would take letters and arrows for its items.
                  event.stopPropagation();
                }}
              />
              <Button size="xs" type="submit" disabled={!nameable} data-testid="save-view">
                {t('views.save')}
              </Button>
            </Group>
          </form>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
