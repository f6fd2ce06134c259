import { Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

/** What a library without pictures shows: one sentence and the ways to fill it. */
export function EmptyLibrary({ children }: { children: ReactNode }) {
  const { t } = useTranslation('library');
  return (
    <Stack h="100%" align="center" justify="center" gap="sm" p="lg">
      <Title order={2} size="h3">
        {t('empty.title')}
      </Title>
      <Text c="dimmed" ta="center">
        {t('empty.body')}
      </Text>
      {children}
    </Stack>
  );
}
