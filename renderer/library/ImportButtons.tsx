import { Button, Group } from '@mantine/core';
import { IconFolderPlus, IconPhotoPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './LibraryToolbar.module.css';

export function ImportButtons({
  disabled,
  compact = false,
  onImport,
}: {
  disabled: boolean;
  /** Icons alone where the window is narrow. */
  compact?: boolean;
  onImport: (kind: 'files' | 'folder') => void;
}) {
  const { t } = useTranslation('library');
  return (
    <Group gap={6} wrap="nowrap" title={disabled ? t('import.readOnly') : undefined}>
      <Button
        size="xs"
        leftSection={<IconPhotoPlus size={16} aria-hidden />}
        disabled={disabled}
        aria-label={t('importFiles')}
        data-testid="import-files"
        onClick={() => {
          onImport('files');
        }}
      >
        <span className={compact ? styles.label : undefined}>{t('importFiles')}</span>
      </Button>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconFolderPlus size={16} aria-hidden />}
        disabled={disabled}
        aria-label={t('importFolder')}
        title={t('importFolder')}
        data-testid="import-folder"
        onClick={() => {
          onImport('folder');
        }}
      >
        <span className={compact ? `${styles.label ?? ''} ${styles.second ?? ''}` : undefined}>
          {t('importFolder')}
        </span>
      </Button>
    </Group>
  );
}
