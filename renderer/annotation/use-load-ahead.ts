import { useEffect } from 'react';
import { loadAhead } from '../viewport/load-ahead.js';

/** The picture that was opened is worked on first. */
const WAIT_MS = 400;

/** Load the next picture of the worklist while this one is read. */
export function useLoadAhead(ready: boolean, nextId: string | null): void {
  useEffect(() => {
    if (!ready || nextId === null) return undefined;
    const timer = setTimeout(() => {
      loadAhead(nextId, 0);
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [ready, nextId]);
}
