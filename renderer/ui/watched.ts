import { useSyncExternalStore } from 'react';

/**
 * A value that those who show it watch by themselves: its changes do not render everything around
 * them again.
 */
export class Watched<Value> {
  private readonly listeners = new Set<() => void>();

  constructor(private current: Value) {}

  get value(): Value {
    return this.current;
  }

  /** Listeners are told when it is another than before. */
  set(value: Value): void {
    if (Object.is(value, this.current)) return;
    this.current = value;
    for (const listener of [...this.listeners]) listener();
  }

  /** Be told of every change; returns the function that stops it. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  };
}

/**
 * What a component needs of a watched value; it is rendered again when that changes.
 * @param see the same part for the same value, as React compares them
 */
export function useWatched<Value, Seen>(
  watched: Watched<Value>,
  see: (value: Value) => Seen,
): Seen {
  return useSyncExternalStore(watched.subscribe, () => see(watched.value));
}
