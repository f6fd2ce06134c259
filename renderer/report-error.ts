import i18next from 'i18next';
import { ApiError, call } from './api.js';
import { errorTexts } from './texts/error-texts.js';
import { showError } from './ui/show-error.js';

/** Show an error that no component handles. A call the user cancelled is not an error. */
export function reportError(thrown: unknown): void {
  if (thrown instanceof ApiError && thrown.code === 'cancelled') return;
  showError(errorTexts(thrown, i18next.t));
}

/**
 * Write an error of the window itself to the log. Main has logged its own refusals, whose
 * messages may name a file, so only their code is written.
 */
export function logError(thrown: unknown): void {
  const message =
    thrown instanceof ApiError
      ? `ApiError ${thrown.code}`
      : thrown instanceof Error
        ? (thrown.stack ?? thrown.message)
        : String(thrown);
  call('log.error', { message: message.slice(0, 4000) }).catch((cause: unknown) => {
    // The log cannot be reached: the console is all that is left.
    console.error(cause);
  });
}

/** Errors outside of React and of queries: shown and logged. */
export function watchUnhandledErrors(): void {
  window.addEventListener('error', (event) => {
    // No error: the browser says that it tells the remaining observers in the next frame.
    if (event.message.startsWith('ResizeObserver loop')) return;
    logError(event.error);
    reportError(event.error);
  });
  window.addEventListener('unhandledrejection', (event) => {
    logError(event.reason);
    reportError(event.reason);
  });
}
