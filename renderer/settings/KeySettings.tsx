import { Button, Kbd, Text } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../shared/domain.js';
import {
  actionsByChord,
  keysOf,
  readingActionIds,
  type ReadingAction,
} from '../../shared/reading-actions.js';
import { chordName, chordOf } from '../ui/chords.js';
import styles from './KeySettings.module.css';

interface KeySettingsProps {
  keys: Settings['keys'];
  onChange: (keys: Settings['keys']) => void;
}

const modifiers = ['shift', 'control', 'alt', 'meta', 'altgraph'];

/** The keys of the correction screen: each action's, to be replaced by pressing another. */
export function KeySettings({ keys, onChange }: KeySettingsProps) {
  const { t } = useTranslation('settings');
  const { t: inReading } = useTranslation('reading');
  const [asked, setAsked] = useState<ReadingAction | null>(null);
  const current = keysOf(keys);
  const owners = actionsByChord(keys);
  const take = (action: ReadingAction, event: KeyboardEvent): void => {
    if (modifiers.includes(event.key.toLowerCase()) || event.key === 'Tab') return;
    event.preventDefault();
    event.stopPropagation();
    setAsked(null);
    if (event.key === 'Escape') return;
    onChange(withChord(keys, action, chordOf(event.nativeEvent)));
  };
  return (
    <div>
      <ul className={styles.list} data-testid="key-settings">
        {readingActionIds.map((action) => {
          const name = inReading(`actions.${action}`);
          const chords = current.get(action) ?? [];
          return (
            <li key={action} className={styles.row}>
              <Text size="sm">{name}</Text>
              <span className={styles.keys}>
                {chords
                  .filter((chord) => owners.get(chord) === action)
                  .map((chord) => (
                    <Kbd key={chord} size="xs">
                      {chordName(chord, inReading)}
                    </Kbd>
                  ))}
              </span>
              <Button
                size="compact-xs"
                variant={asked === action ? 'light' : 'default'}
                aria-label={t('keyOf', { name })}
                data-testid={`key-${action}`}
                onClick={() => {
                  setAsked(action);
                }}
                onBlur={() => {
                  setAsked(null);
                }}
                onKeyDown={(event) => {
                  if (asked === action) take(action, event);
                }}
              >
                {asked === action ? t('pressKey') : t('changeKey')}
              </Button>
            </li>
          );
        })}
      </ul>
      <Button
        size="compact-sm"
        variant="default"
        disabled={Object.keys(keys).length === 0}
        data-testid="default-keys"
        onClick={() => {
          onChange({});
        }}
      >
        {t('defaultKeys')}
      </Button>
    </div>
  );
}

/** The chord is this action's only one from now on; who had it before keeps its others. */
function withChord(keys: Settings['keys'], action: ReadingAction, chord: string): Settings['keys'] {
  const previous = actionsByChord(keys).get(chord);
  const rest =
    previous === undefined || previous === action
      ? {}
      : { [previous]: (keysOf(keys).get(previous) ?? []).filter((own) => own !== chord) };
  return { ...keys, ...rest, [action]: [chord] };
}
