import { Button, Kbd, Text } from '@mantine/core';
import { useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { Settings } from '../../shared/domain.js';
import { keyGroupNames, keyGroups } from '../../shared/key-groups.js';
import { actionsByChord, keysOf, type ReadingAction } from '../../shared/reading-actions.js';
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
  const row = (action: ReadingAction) => {
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
  };
  return (
    <div>
      <div data-testid="key-settings">
        {keyGroupNames.map((group) => (
          <section key={group}>
            <h3 className={styles.group}>{inReading(`help.groups.${group}`)}</h3>
            <ul className={styles.list}>{keyGroups[group].map(row)}</ul>
          </section>
        ))}
      </div>
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
