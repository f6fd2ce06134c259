import { useEffect } from 'react';
import type { SaveState } from './edit-queue.js';

/** While changes are held in memory only, main asks before the window closes with them. */
export function useUnsavedGuard(save: SaveState): void {
  const unsaved = save.kind !== 'saved';
  useEffect(() => {
    if (!unsaved) return undefined;
    const hold = (event: BeforeUnloadEvent): void => {
      event.preventDefault();
    };
    window.addEventListener('beforeunload', hold);
    return () => {
      window.removeEventListener('beforeunload', hold);
    };
  }, [unsaved]);
}
