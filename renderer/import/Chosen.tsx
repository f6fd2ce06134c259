import { Button, Group, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import styles from './ImportDialog.module.css';

/** Names shown; of more their number. */
const shown = 8;

/** The files, folders and archives of a draft, and ways to add more. */
export function Chosen({
  names,
  onAdd,
}: {
  names: readonly string[];
  onAdd: (kind: 'files' | 'folder') => void;
}) {
  const { t } = useTranslation('importing');
  const more = names.length - shown;
  return (
    <section>
      <Title order={3} size="h6">
        {t('chosen')}
      </Title>
      <ul className={styles.names} data-testid="import-chosen">
        {names.slice(0, shown).map((name, index) => (
          // The same name may come from two folders.
          <li key={`${name}-${String(index)}`}>{name}</li>
        ))}
        {more > 0 && <li>{t('more', { count: more })}</li>}
      </ul>
      <Text size="xs" c="dimmed" mb={6}>
        {t('layouts')}
      </Text>
      <Group gap="xs">
        {(['files', 'folder'] as const).map((kind) => (
          <Button
            key={kind}
            size="xs"
            variant="default"
            onClick={() => {
              onAdd(kind);
            }}
          >
            {t(kind === 'files' ? 'addFiles' : 'addFolder')}
          </Button>
        ))}
      </Group>
    </section>
  );
}
