import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExportReceipt } from '../../shared/domain.js';
import { call } from '../api.js';
import { ConfirmByLooking } from '../ui/ConfirmByLooking.js';
import styles from './ExportReceipt.module.css';

/** A picture left out of an export; where only a look for text is missing, the way to do it. */
export function HeldBack({
  held,
  confirmed,
  onConfirmed,
}: {
  held: ExportReceipt['heldBack'][number];
  /** Somebody has looked since the export. */
  confirmed: boolean;
  onConfirmed: (instanceId: string) => void;
}) {
  const { t } = useTranslation(['export', 'library', 'common']);
  const [looking, setLooking] = useState(false);
  const client = useQueryClient();
  const { instanceId, fileName, reason } = held;
  const confirm = useMutation({
    mutationFn: () => call('library.confirmTextFree', { instanceId }),
    onSuccess: async () => {
      setLooking(false);
      onConfirmed(instanceId);
      await client.invalidateQueries({ queryKey: ['library.get', { instanceId }] });
    },
  });

  return (
    <div className={styles.heldBack}>
      <span>
        {fileName}
        <br />
        <span className={styles.reason}>{t(`heldBackReasons.${reason}`)}</span>
      </span>
      {reason === 'text-not-confirmed' &&
        (confirmed ? (
          <span className={styles.reason}>{t('receipt.confirmed')}</span>
        ) : (
          <Button
            size="compact-xs"
            flex="none"
            variant="default"
            onClick={() => {
              setLooking(true);
            }}
          >
            {t('library:look.open')}
          </Button>
        ))}
      <ConfirmByLooking
        opened={looking}
        title={t('library:look.title')}
        body={t('library:look.body')}
        picture={{ source: `image://thumbnail/${instanceId}/0?max=1024`, name: fileName }}
        confirmLabel={t('library:look.confirm')}
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
