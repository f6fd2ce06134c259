import { useLayoutEffect, useRef } from 'react';
import { chordOf } from '../ui/chords.js';

/** What the keys of the reading screen do, by the chord that does it. */
type KeyActs = ReadonlyMap<string, () => void>;

/** Keys that a focused control needs itself. */
const ownKeys: readonly { selector: string; keys: readonly string[] | 'all' }[] = [
  { selector: '[role=menu] *', keys: ['enter', ' ', 'escape', 'arrowup', 'arrowdown'] },
  { selector: 'input:not([type]), input[type=text], textarea, [contenteditable]', keys: 'all' },
  { selector: 'input[type=search], input[type=number]', keys: 'all' },
  { selector: 'button, a, [role=button], [role=switch], input, select', keys: ['enter', ' '] },
  {
    selector: '[role=slider], input[type=radio], select',
    keys: ['arrowleft', 'arrowright', 'arrowup', 'arrowdown', 'pageup', 'pagedown'],
  },
  { selector: '[role=dialog], [role=dialog] *', keys: 'all' },
];

function belongsToControl(event: KeyboardEvent): boolean {
  const { target } = event;
  if (!(target instanceof Element)) return false;
  const key = event.key.toLowerCase();
  return ownKeys.some(
    ({ selector, keys }) => target.matches(selector) && (keys === 'all' || keys.includes(key)),
  );
}

/** Run an action for each key press in the window, unless a focused control needs the key. */
export function useReadingKeys(acts: KeyActs, enabled: boolean): void {
  const latest = useRef(acts);
  // Layout effects: a passive one runs some time after what is shown changed, and a key pressed in
  // between would do what it did before.
  useLayoutEffect(() => {
    latest.current = acts;
  }, [acts]);

  useLayoutEffect(() => {
    if (!enabled) return undefined;
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || belongsToControl(event)) return;
      const act = latest.current.get(chordOf(event));
      if (act === undefined) return;
      event.preventDefault();
      event.stopPropagation();
      act();
    };
    // Before the shell's keys: here Ctrl+K finds a command, elsewhere a picture. And after those of
    // a tool in use, on the window: Enter closes its polygon and does not submit.
    document.addEventListener('keydown', onKey, true);
    return () => {
      document.removeEventListener('keydown', onKey, true);
    };
  }, [enabled]);
}
