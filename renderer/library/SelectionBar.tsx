import { Button, CloseButton, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import {
  IconFileExport,
  IconFlag,
  IconFlagOff,
  IconPlayerPlay,
  IconRestore,
  IconTrash,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../api.js';
import { showNote } from '../ui/show-note.js';
import { AssignButton } from './AssignButton.js';
import { IdentityMenu } from './IdentityMenu.js';
import styles from './SelectionBar.module.css';
import { TagButton } from './TagButton.js';
import type { LibraryView } from './use-library-view.js';

/** What can be done to all selected pictures at once. */
export function SelectionBar({
  view,
  readOnly,
  onExport,
  onRunModels,
}: {
  view: LibraryView;
  readOnly: boolean;
  onExport: () => void;
  onRunModels: () => void;
}) {
  const { t } = useTranslation(['curation', 'library']);
  const { selection, clearSelection } = view;
  const instanceIds = [...selection];
  const flag = useMutation({
    mutationFn: (flagged: boolean) => call('library.flag', { instanceIds, flagged }),
  });
  const move = useMutation({
    mutationFn: (to: 'put' | 'restore') => call(`trash.${to}`, { instanceIds }),
    onSuccess: ({ moved }, to) => {
      clearSelection();
      const message = t(to === 'put' ? 'trash.moved' : 'trash.restored', { count: moved });
      showNote(message);
    },
  });
  return (
    <Group
      className={styles.bar}
      gap={6}
      wrap="wrap"
      role="group"
      aria-label={t('selection.label')}
      data-testid="selection-bar"
    >
      <Text size="xs" fw={600} aria-live="polite">
        {t('library:selected', { count: selection.size })}
      </Text>
      <CloseButton
        size="sm"
        aria-label={t('library:clearSelection')}
        title={t('library:clearSelection')}
        onClick={clearSelection}
      />
      {view.filter.trashed ? (
        <BarButton
          name="restore"
          icon={<IconRestore size={15} aria-hidden />}
          disabled={readOnly}
          onClick={() => {
            move.mutate('restore');
          }}
        />
      ) : (
        <>
          <TagButton instanceIds={instanceIds} disabled={readOnly} />
          <AssignButton instanceIds={instanceIds} disabled={readOnly} />
          <IdentityMenu instanceIds={instanceIds} disabled={readOnly} />
          <BarButton
            name="flag"
            icon={<IconFlag size={15} aria-hidden />}
            disabled={readOnly}
            onClick={() => {
              flag.mutate(true);
            }}
          />
          <BarButton
            name="unflag"
            icon={<IconFlagOff size={15} aria-hidden />}
            disabled={readOnly}
            onClick={() => {
              flag.mutate(false);
            }}
          />
          <BarButton
            name="run"
            icon={<IconPlayerPlay size={15} aria-hidden />}
            disabled={readOnly}
            onClick={onRunModels}
          />
          <BarButton
            name="export"
            icon={<IconFileExport size={15} aria-hidden />}
            disabled={readOnly}
            onClick={onExport}
          />
          <BarButton
            name="trash"
            icon={<IconTrash size={15} aria-hidden />}
            disabled={readOnly}
            onClick={() => {
              move.mutate('put');
            }}
          />
        </>
      )}
    </Group>
  );
}

function BarButton({
  name,
  icon,
  disabled,
  onClick,
}: {
  name: 'restore' | 'flag' | 'unflag' | 'run' | 'export' | 'trash';
  icon: ReactNode;
  disabled: boolean;
  onClick: () => void;
}) {
  const { t } = useTranslation('curation');
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={icon}
      disabled={disabled}
      data-testid={`selection-${name}`}
      onClick={onClick}
    >
      {t(`selection.${name}`)}
    </Button>
  );
}
