import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import styles from './ConfirmByLooking.module.css';

/** Shows a picture large, asks a question about it, and takes the answer yes or none. */
export function ConfirmByLooking({
  opened,
  title,
  body,
  picture,
  confirmLabel,
  cancelLabel,
  busy,
  onConfirm,
  onClose,
}: {
  opened: boolean;
  title: string;
  body: string;
  picture: { source: string; name: string };
  confirmLabel: string;
  cancelLabel: string;
  busy: boolean;
  onConfirm: () => void;
  onClose: () => void;
}) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      size="xl"
      closeButtonProps={{ 'aria-label': cancelLabel }}
    >
      <Stack gap="sm">
        <Text size="sm">{body}</Text>
        <img className={styles.picture} src={picture.source} alt={picture.name} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {cancelLabel}
          </Button>
          <Button loading={busy} onClick={onConfirm}>
            {confirmLabel}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
