import { useEffect } from 'react';
import { actionsByChord } from '../../shared/reading-actions.js';
import { useMethod } from '../queries.js';
import { chordOf } from '../ui/chords.js';
import type { Draft } from './use-draft.js';

/** Undo and redo by the keys they have on the correction screen. */
export function useDraftKeys({ undo, redo }: Draft, enabled: boolean): void {
  const { data: settings } = useMethod('settings.get', {});
  const own = settings?.keys;
  useEffect(() => {
    if (!enabled) return undefined;
    const actions = actionsByChord(own ?? {});
    const onKey = (event: KeyboardEvent): void => {
      if (event.target instanceof HTMLInputElement && event.target.type !== 'radio') return;
      const action = actions.get(chordOf(event));
      if (action !== 'undo' && action !== 'redo') return;
      event.preventDefault();
      if (action === 'undo') undo();
      else redo();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [own, enabled, undo, redo]);
}
