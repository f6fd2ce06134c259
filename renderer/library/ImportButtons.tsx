import { Button, Group } from '@mantine/core';
import { IconFolderPlus, IconPhotoPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

export function ImportButtons({
  disabled,
  onImport,
}: {
  disabled: boolean;
  onImport: (kind: 'files' | 'folder') => void;
}) {
  const { t } = useTranslation('library');
  return (
    <Group gap={6} wrap="nowrap" title={disabled ? t('import.readOnly') : undefined}>
      <Button
        size="xs"
        leftSection={<IconPhotoPlus size={16} aria-hidden />}
        disabled={disabled}
        data-testid="import-files"
        onClick={() => {
          onImport('files');
        }}
      >
        {t('importFiles')}
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFolderPlus size={16} aria-hidden />}
        disabled={disabled}
        data-testid="import-folder"
        onClick={() => {
          onImport('folder');
        }}
      >
        {t('importFolder')}
      </Button>
    </Group>
  );
}
