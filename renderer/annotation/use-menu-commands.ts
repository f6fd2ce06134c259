import { useEffect, useLayoutEffect, useRef } from 'react';
import { onEvent } from '../api.js';

interface MenuActs {
  undo: (() => void) | null;
  redo: (() => void) | null;
}

/** Undo and redo from the menu. Their keys are handled by the screen before the menu sees them. */
export function useMenuCommands(acts: MenuActs): void {
  const latest = useRef(acts);
  // As in use-reading-keys.ts: no act of an earlier state once another one is shown.
  useLayoutEffect(() => {
    latest.current = acts;
  });
  useEffect(
    () =>
      onEvent('app.command', ({ command }) => {
        if (command === 'undo') latest.current.undo?.();
        if (command === 'redo') latest.current.redo?.();
      }),
    [],
  );
}
