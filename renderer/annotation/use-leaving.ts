import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError } from '../report-error.js';
import type { Reading } from './use-reading.js';

export interface Leaving {
  readonly busy: boolean;
  /** Store the reading, then go. When it cannot be stored the reader stays. */
  readonly leave: (go: () => void) => void;
  /** As leave; `go` says false when there is nowhere to go, and the reader is told. */
  readonly submit: (go: () => boolean) => void;
  /** Go although it could not be stored; null unless that was tried. */
  readonly force: (() => void) | null;
}

/**
 * No picture is left before what was drawn on it is written. If only the revision cannot be made,
 * the strokes are safe in the journal: the reader is told and goes on.
 */
export function useLeaving({ settle, commit }: Pick<Reading, 'settle' | 'commit'>): Leaving {
  const { t } = useTranslation('reading');
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<(() => void) | null>(null);

  const submit = useCallback(
    (go: () => boolean): void => {
      const act = (): void => {
        if (!go()) notifications.show({ id: 'last-picture', message: t('strip.lastOne') });
      };
      setBusy(true);
      settle()
        .then(
          async () => {
            await commit().catch(reportError);
            act();
          },
          () => {
            // The notice over the picture has the error.
            setRefused(() => act);
          },
        )
        .finally(() => {
          setBusy(false);
        })
        .catch(reportError);
    },
    [settle, commit, t],
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
