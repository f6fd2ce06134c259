import type { TFunction } from 'i18next';

/**
 * A chord as shared/reading-actions.ts writes it: modifiers, then the key in lower case, as in
 * `control+shift+z`. Command on a Mac counts as Control. Shift is named only beside another
 * modifier, since it changes which character a key gives.
 */
export function chordOf(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>,
): string {
  const key = event.key.toLowerCase();
  const control = event.ctrlKey || event.metaKey;
  return [
    ...(control ? ['control'] : []),
    ...(event.altKey ? ['alt'] : []),
    ...(event.shiftKey && control ? ['shift'] : []),
    key,
  ].join('+');
}

/** A chord as it is printed, such as `Ctrl Z`. */
export function chordName(chord: string, t: TFunction<'reading'>): string {
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
    delete: t('key.delete'),
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
