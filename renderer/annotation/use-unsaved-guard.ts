import { useEffect } from 'react';
import type { Watched } from '../ui/watched.js';
import type { SaveState } from './edit-queue.js';

/** While changes are held in memory only, main asks before the window closes with them. */
export function useUnsavedGuard(save: Watched<SaveState>): void {
  useEffect(() => {
    const hold = (event: BeforeUnloadEvent): void => {
      if (save.value.kind !== 'saved') event.preventDefault();
    };
    window.addEventListener('beforeunload', hold);
    return () => {
      window.removeEventListener('beforeunload', hold);
    };
  }, [save]);
}
