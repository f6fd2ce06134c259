import { Button, Group, NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { noteLength, type Mark } from '../../shared/marks.js';
import styles from './MarkQuestion.module.css';

/** Asks for the text of a note, or for what a calibration line measures. */
export function MarkQuestion({
  mark,
  onAnswer,
}: {
  mark: Mark;
  /** Null: given up. */
  onAnswer: (mark: Mark | null) => void;
}) {
  const { t } = useTranslation('reading');
  const [text, setText] = useState(mark.text);
  const [lengthMm, setLengthMm] = useState<number | null>(mark.lengthMm);
  const note = mark.kind === 'note';
  const answered: Mark | null = note
    ? text.trim() === ''
      ? null
      : { ...mark, text: text.trim() }
    : lengthMm === null || lengthMm <= 0
      ? null
      : { ...mark, lengthMm };
  const label = note ? t('marks.noteText') : t('marks.calibrationLength');
  return (
    <form
      className={styles.question}
      aria-label={label}
      data-testid="mark-question"
      onSubmit={(event) => {
        event.preventDefault();
        if (answered !== null) onAnswer(answered);
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onAnswer(null);
      }}
    >
      {note ? (
        <TextInput
          size="xs"
          label={label}
          maxLength={noteLength}
          autoFocus
          value={text}
          data-testid="mark-text"
          onChange={(event) => {
            setText(event.currentTarget.value);
          }}
        />
      ) : (
        <NumberInput
          size="xs"
          label={label}
          min={0.01}
          max={10_000}
          decimalScale={3}
          suffix=" mm"
          autoFocus
          value={lengthMm ?? ''}
          data-testid="mark-length-mm"
          onFocus={(event) => {
            event.currentTarget.select();
          }}
          onChange={(value) => {
            setLengthMm(typeof value === 'number' ? value : null);
          }}
        />
      )}
      <Group gap={8} mt={8}>
        <Button size="compact-sm" type="submit" disabled={answered === null}>
          {t('marks.keep')}
        </Button>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            onAnswer(null);
          }}
        >
          {t('command.cancel')}
        </Button>
      </Group>
    </form>
  );
}
