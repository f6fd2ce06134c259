import { notifications } from '@mantine/notifications';

/** Says that something was done; it goes by itself. */
export function showNote(message: string): void {
  notifications.show({ message, withCloseButton: false, autoClose: 4000 });
}
