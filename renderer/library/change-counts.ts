import { useSyncExternalStore } from 'react';
import { onEvent } from '../api.js';

/**
 * How often each instance has changed since the window opened. A picture's outline has the same
 * address before and after a correction; the count in its query makes the browser fetch it again.
 */
const counts = new Map<string, number>();
const listeners = new Set<() => void>();
let changesOfMany = 0;

/** Count from now on, whichever screen is open; returns the function that stops it. */
export function followChanges(): () => void {
  return onEvent('library.changed', ({ instanceId }) => {
    if (instanceId === null) changesOfMany += 1;
    else counts.set(instanceId, (counts.get(instanceId) ?? 0) + 1);
    for (const listener of listeners) listener();
  });
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}

export function useChangeCount(instanceId: string): number {
  return useSyncExternalStore(subscribe, () => changesOfMany + (counts.get(instanceId) ?? 0));
}
