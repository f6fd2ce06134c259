import { useEffect } from 'react';
import { loadAhead } from '../viewport/load-ahead.js';
import type { Neighbours } from './use-neighbours.js';

/** The picture that was opened is worked on first. */
const WAIT_MS = 400;

/**
 * Load, while a picture is read, those that are probably opened next: the next unread, to which a reader
 * goes who is done, and the next of all. Mostly they are one.
 */
export function useLoadAhead(ready: boolean, neighbours: Neighbours | undefined): void {
  const nextUnreadId = neighbours?.nextUnreadId ?? null;
  const nextId = neighbours?.nextId ?? null;
  useEffect(() => {
    if (!ready) return undefined;
    const timer = setTimeout(() => {
      loadAhead([nextUnreadId, nextId].filter((id) => id !== null));
    }, WAIT_MS);
    return () => {
      clearTimeout(timer);
    };
  }, [ready, nextUnreadId, nextId]);
}
