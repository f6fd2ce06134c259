import { useEffect } from 'react';
import { isAnythingUnwritten } from './frame-queues.js';

/**
 * While something that was drawn is held in memory only, main asks before the window closes with it,
 * whichever screen is shown.
 */
export function useUnsavedGuard(): void {
  useEffect(() => {
    const hold = (event: BeforeUnloadEvent): void => {
      if (isAnythingUnwritten()) event.preventDefault();
    };
    window.addEventListener('beforeunload', hold);
    return () => {
      window.removeEventListener('beforeunload', hold);
    };
  }, []);
}
