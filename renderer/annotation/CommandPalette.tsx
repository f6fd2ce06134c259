import { Kbd, Modal, Text, TextInput, UnstyledButton } from '@mantine/core';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { readingActionIds, type ReadingAction } from '../../shared/reading-actions.js';
import styles from './CommandPalette.module.css';
import { useKeyNames } from './key-names.js';

interface CommandPaletteProps {
  opened: boolean;
  onClose: () => void;
  onAct: (action: ReadingAction) => void;
}

/** Every action of the reading screen, found by typing a part of its name. */
export function CommandPalette({ opened, onClose, onAct }: CommandPaletteProps) {
  const { t } = useTranslation('reading');
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      withCloseButton={false}
      title={t('actions.palette')}
      yOffset="12vh"
      centered={false}
      returnFocus={false}
      // While it faded out, the next key would still be typed into it.
      transitionProps={{ duration: 0 }}
    >
      <Choice
        onChoose={(action) => {
          onClose();
          onAct(action);
        }}
      />
    </Modal>
  );
}

function Choice({ onChoose }: { onChoose: (action: ReadingAction) => void }) {
  const { t } = useTranslation('reading');
  const keyNames = useKeyNames();
  const listId = useId();
  const [typed, setTyped] = useState('');
  const [marked, setMarked] = useState(0);
  const words = typed.toLowerCase().split(/\s+/);
  const found = readingActionIds
    .filter((action) => action !== 'palette')
    .map((action) => ({ action, name: t(`actions.${action}`) }))
    .filter(({ name }) => words.every((word) => name.toLowerCase().includes(word)));
  const onKeyDown = (event: KeyboardEvent): void => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      const next = (marked + step + found.length) % found.length;
      setMarked(next);
      document.getElementById(`${listId}-${String(next)}`)?.scrollIntoView({ block: 'nearest' });
    }
    const chosen = found[marked];
    if (event.key === 'Enter' && chosen) onChoose(chosen.action);
  };
  return (
    <>
      <TextInput
        data-autofocus
        variant="unstyled"
        className={styles.search ?? ''}
        placeholder={t('palette.search')}
        aria-label={t('palette.search')}
        role="combobox"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found.length > 0 ? `${listId}-${String(marked)}` : undefined}
        data-testid="palette"
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setMarked(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={listId} className={styles.list} role="listbox" aria-label={t('actions.palette')}>
        {found.map(({ action, name }, index) => (
          <UnstyledButton
            key={action}
            id={`${listId}-${String(index)}`}
            className={styles.row}
            role="option"
            aria-selected={index === marked}
            tabIndex={-1}
            onClick={() => {
              onChoose(action);
            }}
          >
            {name}
            <span>
              {keyNames(action).map((key) => (
                <Kbd key={key} size="xs">
                  {key}
                </Kbd>
              ))}
            </span>
          </UnstyledButton>
        ))}
      </div>
      {found.length === 0 && <Text className={styles.none ?? ''}>{t('palette.none')}</Text>}
    </>
  );
}
