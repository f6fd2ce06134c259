import { createContext, useContext } from 'react';
import { useTranslation } from 'react-i18next';
import { keysOf, type ReadingAction } from '../../shared/reading-actions.js';
import { chordName } from '../ui/chords.js';

/** The keys in use on the reading screen, by action. */
export const KeysContext = createContext(keysOf({}));

/** The keys of an action as they are printed, the first one first. */
export function useKeyNames(): (action: ReadingAction) => string[] {
  const { t } = useTranslation('reading');
  const keys = useContext(KeysContext);
  return (action) => (keys.get(action) ?? []).map((chord) => chordName(chord, t));
}
