import type { TFunction } from 'i18next';
import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf, type ReadingAction } from '../../shared/reading-actions.js';

/** The keys in use on the reading screen, by action. */
export const KeysContext = createContext(keysOf({}));

/** The keys of an action as they are printed, the first one first. */
export function useKeyNames(): (action: ReadingAction) => string[] {
  const { t } = useTranslation('reading');
  const keys = useContext(KeysContext);
  return (action) => (keys.get(action) ?? []).map((chord) => chordName(chord, t));
}

/** A chord as it is printed, such as `Ctrl Z`. */
function chordName(chord: string, t: TFunction<'reading'>): string {
  const {
    control,
    alt,
    shift,
    key = '',
  } = /^(?<control>control\+)?(?<alt>alt\+)?(?<shift>shift\+)?(?<key>.+)$/.exec(chord)?.groups ??
  {};
  const names: Readonly<Record<string, string>> = {
    enter: t('key.enter'),
    pageup: t('key.pageUp'),
    pagedown: t('key.pageDown'),
    backspace: t('key.backspace'),
    arrowleft: '←',
    arrowright: '→',
    arrowup: '↑',
    arrowdown: '↓',
    '-': '−',
  };
  return [
    ...(control === undefined ? [] : [t('key.control')]),
    ...(alt === undefined ? [] : [t('key.alt')]),
    ...(shift === undefined ? [] : [t('key.shift')]),
    names[key] ?? key.toUpperCase(),
  ].join(' ');
}
