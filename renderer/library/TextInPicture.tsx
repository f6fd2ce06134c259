import { Button, Group, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconAlertTriangle, IconShieldCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Instance } from '../../shared/domain.js';
import { call } from '../api.js';
import { ConfirmByLooking } from '../ui/ConfirmByLooking.js';
import styles from './TextInPicture.module.css';

/** Whether text may be part of the picture, and the way to confirm that there is none. */
export function TextInPicture({ instance }: { instance: Instance }) {
  const { t } = useTranslation(['library', 'common']);
  const [looking, setLooking] = useState(false);
  const client = useQueryClient();
  const confirm = useMutation({
    mutationFn: () => call('library.confirmTextFree', { instanceId: instance.id }),
    onSuccess: async () => {
      setLooking(false);
      await client.invalidateQueries({ queryKey: ['library.get'] });
    },
  });

  if (instance.confirmedTextFree) {
    return (
      <Group gap={6} wrap="nowrap" align="flex-start" className={styles.confirmed}>
        <IconShieldCheck size={16} aria-hidden />
        <Text size="xs">{t('details.burnedIn.confirmed')}</Text>
      </Group>
    );
  }
  const { burnedInAnnotation: stated } = instance;
  if (stated !== 'yes' && stated !== 'unknown') return null;
  return (
    <div className={styles.warning}>
      <Group gap={6} wrap="nowrap" align="flex-start">
        <IconAlertTriangle size={16} className={styles.icon} aria-hidden />
        <Text size="xs">{t(`details.burnedIn.${stated}`)}</Text>
      </Group>
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => {
          setLooking(true);
        }}
      >
        {t('look.open')}
      </Button>
      <ConfirmByLooking
        opened={looking}
        title={t('look.title')}
        body={t('look.body')}
        picture={{
          source: `image://thumbnail/${instance.id}/0?max=1024`,
          name: instance.fileName,
        }}
        confirmLabel={t('look.confirm')}
        cancelLabel={t('common:action.cancel')}
        busy={confirm.isPending}
        onConfirm={() => {
          confirm.mutate();
        }}
        onClose={() => {
          setLooking(false);
        }}
      />
    </div>
  );
}
