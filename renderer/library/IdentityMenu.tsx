import { Button, Menu } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconUsers } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { call } from '../api.js';
import { showNote } from '../ui/show-note.js';

const acts = [
  { act: 'merge', what: 'lesion', least: 2 },
  { act: 'merge', what: 'patient', least: 2 },
  { act: 'split', what: 'lesion', least: 1 },
  { act: 'split', what: 'patient', least: 1 },
] as const;

/** Sets right by hand whose pictures the selected ones are. */
export function IdentityMenu({
  instanceIds,
  disabled,
}: {
  instanceIds: string[];
  disabled: boolean;
}) {
  const { t } = useTranslation('curation');
  const change = useMutation({
    mutationFn: ({ act, what }: (typeof acts)[number]) =>
      call(`identity.${act}`, { what, instanceIds }),
    onSuccess: () => {
      showNote(t('identity.done'));
    },
  });
  return (
    <Menu position="bottom-start" withinPortal>
      <Menu.Target>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconUsers size={15} aria-hidden />}
          disabled={disabled}
          data-testid="selection-identity"
        >
          {t('identity.menu')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {acts.map((each) => (
          <Menu.Item
            key={`${each.act}-${each.what}`}
            disabled={instanceIds.length < each.least}
            data-testid={`identity-${each.act}-${each.what}`}
            onClick={() => {
              change.mutate(each);
            }}
          >
            {t(`identity.${each.act}-${each.what}`)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
