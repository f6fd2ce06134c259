import { NativeSelect, NumberInput, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { memo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Answer, Question } from '../../shared/form.js';
import { call } from '../api.js';
import { methodQuery, useMethod } from '../queries.js';
import { optionText, questionText } from '../texts/form-texts.js';
import { useKeptOnLeaving } from '../ui/use-kept-on-leaving.js';
import { Panel } from './Panel.js';
import styles from './ReadingPanel.module.css';

/** The library's questions and what the reader at work answered of the open frame. */
export const QuestionsPanel = memo(function QuestionsPanel({
  instanceId,
  frame,
  readOnly,
}: {
  instanceId: string;
  frame: number;
  readOnly: boolean;
}) {
  const { t } = useTranslation('reading');
  const client = useQueryClient();
  const { data: form } = useMethod('form.get', {});
  const { data: answers } = useMethod('reading.answers', { instanceId, frame });
  const { queryKey } = methodQuery('reading.answers', { instanceId, frame });
  const { mutate } = useMutation({
    mutationFn: (given: { questionId: string; answer: Answer | null }) =>
      call('reading.answer', { instanceId, frame, ...given }),
    onSuccess: (kept) => {
      client.setQueryData(queryKey, kept);
    },
    onError: () => client.invalidateQueries({ queryKey }),
  });
  if (!form || !answers) return null;
  return (
    <Panel title={t('questions.title')}>
      {form.questions.length === 0 && <Text size="xs">{t('questions.none')}</Text>}
      <div className={styles.rows}>
        {form.questions.map((question) => (
          <Field
            // What was typed and not kept goes when main answers with something else.
            key={`${question.id} ${String(answers[question.id] ?? '')}`}
            question={question}
            given={answers[question.id] ?? null}
            readOnly={readOnly}
            onAnswer={(answer) => {
              mutate({ questionId: question.id, answer });
            }}
          />
        ))}
      </div>
    </Panel>
  );
});

function Field({
  question,
  given,
  readOnly,
  onAnswer,
}: {
  question: Question;
  given: Answer | null;
  readOnly: boolean;
  onAnswer: (answer: Answer | null) => void;
}) {
  const { t } = useTranslation(['reading', 'common']);
  const { t: words } = useTranslation('common');
  const [draft, setDraft] = useState(given ?? '');
  // Its answer comes later, and the field may go before that.
  const sent = useRef(given);
  const label = questionText(question, words);
  const testId = `question-${question.id}`;
  const keep = (): void => {
    const value = typeof draft === 'string' ? draft.trim() : draft;
    const answer = value === '' ? null : value;
    if (answer === sent.current) return;
    sent.current = answer;
    onAnswer(answer);
  };
  useKeptOnLeaving(keep);
  const onKeyDown = (event: { key: string; currentTarget: HTMLElement }): void => {
    if (event.key === 'Enter' || event.key === 'Escape') event.currentTarget.blur();
  };
  switch (question.kind) {
    case 'choice':
      return (
        <NativeSelect
          size="xs"
          label={label}
          disabled={readOnly}
          value={String(given ?? '')}
          data-testid={testId}
          data={[
            { value: '', label: t('questions.open') },
            ...question.options.map((option) => ({
              value: option.id,
              label: optionText(option, words),
            })),
          ]}
          onChange={(event) => {
            const chosen = event.currentTarget.value;
            onAnswer(chosen === '' ? null : chosen);
          }}
        />
      );
    case 'number':
      return (
        <NumberInput
          size="xs"
          label={label}
          readOnly={readOnly}
          value={draft}
          data-testid={testId}
          onChange={(value) => {
            setDraft(typeof value === 'number' ? value : '');
          }}
          onBlur={keep}
          onKeyDown={onKeyDown}
        />
      );
    case 'text':
      return (
        <TextInput
          size="xs"
          label={label}
          readOnly={readOnly}
          maxLength={500}
          value={String(draft)}
          data-testid={testId}
          onChange={(event) => {
            setDraft(event.currentTarget.value);
          }}
          onBlur={keep}
          onKeyDown={onKeyDown}
        />
      );
  }
}
