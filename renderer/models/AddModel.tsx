import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { call } from '../api.js';

/** Asks for a package; it is verified before it is installed, which takes a moment. */
export function AddModel() {
  const { t } = useTranslation('models');
  const client = useQueryClient();
  const adding = useMutation({
    mutationFn: () => call('model.add', {}),
    onSuccess: (added) => {
      if (added === null) return;
      void client.invalidateQueries({ queryKey: ['model.list'] });
      notifications.show({ message: t(added.isNew ? 'added' : 'addedBefore', added) });
    },
  });
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} aria-hidden />}
      loading={adding.isPending}
      onClick={() => {
        adding.mutate();
      }}
    >
      {t('add')}
    </Button>
  );
}
