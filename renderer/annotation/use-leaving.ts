import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError } from '../report-error.js';

export interface Leaving {
  readonly busy: boolean;
  /** Store the reading, then go. When it cannot be stored the reader stays. */
  readonly leave: (go: () => void) => void;
  /** As leave; `go` says false when there is nowhere to go, and the reader is told. */
  readonly submit: (go: () => boolean) => void;
  /** Go although it could not be stored; null unless that was tried. */
  readonly force: (() => void) | null;
}

/** No picture is left before what was drawn on it is a revision. */
export function useLeaving(commit: () => Promise<void>): Leaving {
  const { t } = useTranslation('reading');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<(() => void) | null>(null);

  const submit = useCallback(
    (go: () => boolean): void => {
      const act = (): void => {
        if (!go()) notifications.show({ id: 'last-picture', message: t('strip.lastOne') });
      };
      setBusy(true);
      commit()
        .then(
          () => {
            setRefused(null);
            act();
          },
          (error: unknown) => {
            setRefused(() => act);
            reportError(error);
          },
        )
        .finally(() => {
          setBusy(false);
        })
        .catch(reportError);
    },
    [commit, t],
  );

  return {
    busy,
    submit,
    leave: useCallback(
      (go) => {
        submit(() => {
          go();
          return true;
        });
      },
      [submit],
    ),
    force: refused,
  };
}
