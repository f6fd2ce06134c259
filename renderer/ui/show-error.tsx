import { notifications } from '@mantine/notifications';
import i18next from 'i18next';

/** A toast for an error that belongs to no place on the screen; it stays until closed. */
export function showError(texts: { code: string; what: string; remedy: string; detail: string }) {
  notifications.show({
    // One toast a kind and cause: a failing stream of calls must not bury the window.
    id: `${texts.code}:${texts.detail}`,
    color: 'var(--danger)',
    autoClose: false,
    closeButtonProps: { 'aria-label': i18next.t('action.close') },
    title: texts.what,
    message: (
      <>
        {texts.remedy}
        <br />
        <small style={{ overflowWrap: 'anywhere' }}>{texts.detail}</small>
      </>
    ),
  });
}
