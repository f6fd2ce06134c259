import { useEffect } from 'react';

export interface BlindedKeys {
  /** A pane, from 0. */
  readonly choose: (pane: number) => void;
  readonly chooseNone: () => void;
  /** Rates the chosen pane. */
  readonly rate: (rating: number) => void;
  readonly next: () => void;
  readonly previous: () => void;
}

/** 1 to 6 choose a pane, N none, Shift with 1 to 5 rates the chosen one, Enter goes on. */
export function useBlindedKeys({ choose, chooseNone, rate, next, previous }: BlindedKeys): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
      const { target, code, shiftKey } = event;
      // Where a key writes or presses something, it does only that.
      if (target instanceof HTMLInputElement && target.type !== 'radio') return;
      if (target instanceof HTMLButtonElement && event.key === 'Enter') return;
      // By place, since with Shift the digits are other characters.
      const digit = Number(/^(?:Digit|Numpad)([1-9])$/.exec(code)?.[1] ?? 0);
      if (digit > 0 && shiftKey) rate(digit);
      else if (digit > 0) choose(digit - 1);
      else if (event.key === 'n' || event.key === 'N') chooseNone();
      else if (event.key === 'Enter' && shiftKey) previous();
      else if (event.key === 'Enter') next();
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => {
      window.removeEventListener('keydown', onKey);
    };
  }, [choose, chooseNone, rate, next, previous]);
}
