import { ActionIcon, Button, Group, NativeSelect, Text, Textarea, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { questionKind, type Question } from '../../shared/form.js';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';
import { optionText, questionText } from '../texts/form-texts.js';
import { freshId, optionsOf } from './form-draft.js';
import styles from './FormSettings.module.css';

/** The questions that readers answer; each change makes the library's next form. */
export function FormSettings() {
  const { t } = useTranslation('settings');
  const client = useQueryClient();
  const { queryKey } = methodQuery('form.get', {});
  const { data: form } = useMethod('form.get', {});
  const { data: app } = useMethod('app.info', {});
  const { mutate } = useMutation({
    mutationFn: (questions: Question[]) => call('form.set', { questions }),
    onSuccess: (kept) => {
      client.setQueryData(queryKey, kept);
    },
  });
  if (!form) return null;
  const { questions } = form;
  const readOnly = app?.readOnly ?? false;
  const replace = (id: string, next: Question | null): void => {
    mutate(questions.flatMap((each) => (each.id === id ? (next ?? []) : each)));
  };
  return (
    <div className={styles.questions} data-testid="form-settings">
      <Text size="xs" c="dimmed">
        {t('form.help')}
      </Text>
      {questions.map((question) => (
        <QuestionRow
          key={`${question.id} ${String(form.version)}`}
          question={question}
          readOnly={readOnly}
          onChange={(next) => {
            replace(question.id, next);
          }}
        />
      ))}
      <Group>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} aria-hidden />}
          disabled={readOnly || questions.length >= 20}
          data-testid="add-question"
          onClick={() => {
            const id = freshId(
              'question',
              questions.map((each) => each.id),
              'question',
            );
            mutate([...questions, { id, kind: 'text', label: t('form.newQuestion'), options: [] }]);
          }}
        >
          {t('form.add')}
        </Button>
      </Group>
    </div>
  );
}

function QuestionRow({
  question,
  readOnly,
  onChange,
}: {
  question: Question;
  readOnly: boolean;
  onChange: (next: Question | null) => void;
}) {
  const { t } = useTranslation('settings');
  const { t: words } = useTranslation('common');
  const shown = questionText(question, words);
  const shownOptions = question.options.map((option) => optionText(option, words)).join('\n');
  const [name, setName] = useState(shown);
  const [lines, setLines] = useState(shownOptions);
  const [kind, setKind] = useState(question.kind);
  const options =
    kind === 'choice'
      ? optionsOf(lines, question.options, (option) => optionText(option, words))
      : [];
  const trimmed = name.trim();
  const next: Question = {
    ...question,
    kind,
    label: trimmed === shown ? question.label : trimmed,
    options,
  };
  const changed = trimmed !== shown || kind !== question.kind || lines !== shownOptions;
  const complete = trimmed !== '' && (kind !== 'choice' || options.length > 0);
  return (
    <div className={styles.question} data-testid={`form-${question.id}`}>
      <TextInput
        size="xs"
        label={t('form.question')}
        maxLength={80}
        value={name}
        readOnly={readOnly}
        onChange={(event) => {
          setName(event.currentTarget.value);
        }}
      />
      <NativeSelect
        size="xs"
        label={t('form.kind')}
        value={kind}
        disabled={readOnly}
        data={questionKind.options.map((value) => ({ value, label: t(`form.kinds.${value}`) }))}
        onChange={(event) => {
          setKind(questionKind.parse(event.currentTarget.value));
        }}
      />
      <ActionIcon
        variant="default"
        size={30}
        aria-label={t('form.remove', { name: shown })}
        disabled={readOnly}
        onClick={() => {
          onChange(null);
        }}
      >
        <IconTrash size={15} aria-hidden />
      </ActionIcon>
      {kind === 'choice' && (
        <Textarea
          className={styles.options ?? ''}
          size="xs"
          // Measuring the text lays the whole screen out again for each question, for seconds.
          rows={Math.min(10, Math.max(2, lines.split('\n').length))}
          label={t('form.options')}
          value={lines}
          readOnly={readOnly}
          onChange={(event) => {
            setLines(event.currentTarget.value);
          }}
        />
      )}
      {changed && (
        <Button
          className={styles.options ?? ''}
          size="xs"
          disabled={!complete || readOnly}
          onClick={() => {
            onChange(next);
          }}
        >
          {t('form.keep')}
        </Button>
      )}
    </div>
  );
}
