import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError } from '../report-error.js';
import { useWatched } from '../ui/watched.js';
import { RefusedLeaving } from './refused-leaving.js';
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

/** What is written sooner is not worth being shown as a wait. */
const SHOW_AFTER_MS = 150;

/**
 * No picture is left before what was drawn on it is written. The revision of it is made behind the
 * reader's back: without one the strokes are safe in the journal, and the reader is told.
 */
export function useLeaving({ settle, save }: Pick<Reading, 'settle' | 'save'>): Leaving {
  const { t } = useTranslation('reading');
  const [busy, setBusy] = useState(false);
  const [refused] = useState(() => new RefusedLeaving(save));
  useEffect(() => refused.watch(), [refused]);

  const submit = useCallback(
    (go: () => boolean): void => {
      const act = (): void => {
        if (!go()) notifications.show({ id: 'last-picture', message: t('strip.lastOne') });
      };
      refused.forget();
      const showing = setTimeout(() => {
        setBusy(true);
      }, SHOW_AFTER_MS);
      settle()
        .then(act, () => {
          // The notice over the picture has the error.
          refused.refuse(act);
        })
        .finally(() => {
          clearTimeout(showing);
          setBusy(false);
        })
        .catch(reportError);
    },
    [settle, refused, t],
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
    force: useWatched(refused.act, (act) => act),
  };
}
