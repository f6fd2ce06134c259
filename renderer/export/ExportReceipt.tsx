import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ExportReceipt as Receipt } from '../../shared/domain.js';
import { formatBytes } from '../texts/format.js';
import { call } from '../api.js';
import { Fact, Facts } from '../ui/Facts.js';
import { HeldBackList } from './HeldBackList.js';
import styles from './ExportReceipt.module.css';

/** What was written and checked, and what was left out and why. */
export function ExportReceipt({
  receipt,
  onAgain,
  onClose,
}: {
  receipt: Receipt;
  onAgain: () => void;
  onClose: () => void;
}) {
  const { t, i18n } = useTranslation(['export', 'common']);
  const reveal = useMutation({ mutationFn: () => call('export.reveal', {}) });
  const wrote = receipt.samples + receipt.withdrawn > 0;
  return (
    <Stack gap="md" data-testid="export-receipt">
      <Group gap="xs">
        {wrote ? (
          <IconCircleCheck className={styles.done} aria-hidden />
        ) : (
          <IconAlertTriangle className={styles.held} aria-hidden />
        )}
        <Title order={3} size="h5">
          {wrote ? t('receipt.title') : t('receipt.empty')}
        </Title>
      </Group>
      {wrote && (
        <Facts>
          <Fact name={t('receipt.samples')}>{receipt.samples.toLocaleString(i18n.language)}</Fact>
          <Fact name={t('receipt.files')}>{receipt.files.toLocaleString(i18n.language)}</Fact>
          <Fact name={t('receipt.size')}>{formatBytes(receipt.bytes)}</Fact>
          <Fact name={t('receipt.folder')}>{receipt.folder}</Fact>
          <Fact name={t('receipt.manifest')}>
            <code>{receipt.manifestSha256}</code>
          </Fact>
        </Facts>
      )}
      {receipt.withdrawn > 0 && (
        <Text size="sm">{t('withdrawn', { count: receipt.withdrawn })}</Text>
      )}
      {receipt.heldBack.length > 0 && (
        <div>
          <Text size="sm" fw={600} mb={6}>
            {t('receipt.heldBack', { count: receipt.heldBack.length })}
          </Text>
          <HeldBackList heldBack={receipt.heldBack} />
        </div>
      )}
      <Group justify="flex-end">
        {receipt.heldBack.length > 0 && (
          <Button variant="default" onClick={onAgain}>
            {t('receipt.again')}
          </Button>
        )}
        <Button
          variant="default"
          onClick={() => {
            reveal.mutate();
          }}
        >
          {t('receipt.reveal')}
        </Button>
        <Button onClick={onClose}>{t('common:action.close')}</Button>
      </Group>
    </Stack>
  );
}
