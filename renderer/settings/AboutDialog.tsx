import { Modal, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useMethod } from '../queries.js';
import { Fact, Facts } from '../ui/Facts.js';

export function AboutDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation();
  const { data: app } = useMethod('app.info', {});
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('about.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <Stack gap="sm">
        <Text>{t('about.purpose')}</Text>
        <Text fw={600}>{t('disclaimer')}</Text>
        <Facts>
          <Fact name={t('about.version')}>{app?.version}</Fact>
          <Fact name={t('about.runtime')}>{app?.electron}</Fact>
          <Fact name={t('about.library')}>{app?.libraryName}</Fact>
          <Fact name={t('about.license')}>{t('about.licenseText')}</Fact>
        </Facts>
        <Text size="xs" c="dimmed">
          {t('about.privacy')}
        </Text>
      </Stack>
    </Modal>
  );
}
