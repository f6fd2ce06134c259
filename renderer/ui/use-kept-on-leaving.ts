import { useEffect } from 'react';
import { useStableCall } from './use-stable-call.js';

/**
 * Keeps what is being typed when its field goes, and when the window is about to close: a field that is
 * left by neither has no other moment to do so.
 * @param keep does nothing where nothing was typed since
 */
export function useKeptOnLeaving(keep: () => void): void {
  const newest = useStableCall(keep);
  useEffect(() => {
    // Before the window closes main still takes calls of it.
    window.addEventListener('beforeunload', newest);
    return () => {
      window.removeEventListener('beforeunload', newest);
      newest();
    };
  }, [newest]);
}
