import { Progress, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';

export function ExportProgress({ progress }: { progress: { done: number; total: number } | null }) {
  const { t } = useTranslation('export');
  const share = progress && progress.total > 0 ? progress.done / progress.total : 0;
  return (
    <Stack gap="xs" py="md">
      <Text size="sm" aria-live="polite">
        {progress ? t('running', progress) : t('starting')}
      </Text>
      <Progress value={share * 100} aria-label={t('bar')} />
    </Stack>
  );
}
