import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { reviewReason, type ReviewAct } from '../../shared/review/review.js';
import type { ConsensusMethod } from '../../shared/review/reader-agreement.js';
import { call } from '../api.js';
import styles from './ReviewScreen.module.css';
import { lackingOf, letterOf, type SeenReading } from './use-case.js';

/** Accept a mask, the consensus or one's own; correct one; reject or send back with a reason. */
export function ReviewActs({
  at,
  readings,
  names,
  method,
  ownRevisionId,
  readOnly,
  onRead,
}: {
  at: { instanceId: string; frame: number };
  readings: readonly SeenReading[];
  names: readonly string[];
  /** The consensus that is shown. */
  method: ConsensusMethod | null;
  /** The newest revision of the reader at work. */
  ownRevisionId: string | null;
  readOnly: boolean;
  onRead: (instanceId: string) => void;
}) {
  const { t } = useTranslation(['review', 'reading']);
  const [reason, setReason] = useState('');
  const [whom, setWhom] = useState('all');
  const act = useMutation({
    mutationFn: (what: ReviewAct) => call('review.act', { ...at, act: what }),
    onSuccess: () => {
      setReason('');
    },
  });
  const correct = useMutation({
    mutationFn: (revisionId: string) => call('review.correct', { ...at, revisionId }),
    onSuccess: () => {
      onRead(at.instanceId);
    },
  });
  const busy = readOnly || act.isPending || correct.isPending;
  const told = reviewReason.safeParse(reason).data;
  const readers = readings.flatMap(({ name }) => name ?? []);
  const sent = whom === 'all' ? readers : [whom];
  const lacking = readings
    .map((reading, index) => ({ index, reading, segments: lackingOf(reading, readings) }))
    .filter(({ reading, segments }) => reading.revisionId !== null && segments.length > 0);
  const isOwn = readings.some(({ revisionId }) => revisionId === ownRevisionId);
  return (
    <>
      <div className={styles.acts}>
        {readings.map(({ revisionId }, index) => (
          <Button
            key={names[index]}
            size="xs"
            disabled={busy || revisionId === null}
            data-testid={`accept-${String(index)}`}
            onClick={() => {
              if (revisionId !== null) act.mutate({ act: 'accept', revisionId });
            }}
          >
            {t('accept', { letter: letterOf(index) })}
          </Button>
        ))}
        {method !== null && (
          <Button
            size="xs"
            disabled={busy}
            data-testid="accept-consensus"
            onClick={() => {
              act.mutate({ act: 'consensus', method });
            }}
          >
            {t('acceptConsensus')}
          </Button>
        )}
        {ownRevisionId !== null && !isOwn && (
          <Button
            size="xs"
            disabled={busy}
            data-testid="accept-own"
            onClick={() => {
              act.mutate({ act: 'accept', revisionId: ownRevisionId });
            }}
          >
            {t('acceptOwn')}
          </Button>
        )}
        {readings.map(({ revisionId }, index) => (
          <Button
            key={names[index]}
            size="xs"
            variant="default"
            disabled={busy || revisionId === null}
            data-testid={`correct-${String(index)}`}
            onClick={() => {
              if (revisionId !== null) correct.mutate(revisionId);
            }}
          >
            {t('correct', { letter: letterOf(index) })}
          </Button>
        ))}
      </div>
      {lacking.length > 0 && (
        <p className={styles.muted} data-testid="review-lacking">
          {lacking
            .map(({ index, segments }) =>
              t('lacks', {
                letter: letterOf(index),
                segments: segments.map((id) => t(`reading:segments.${id}`)).join(', '),
              }),
            )
            .join(' ')}
        </p>
      )}
      <div className={styles.acts}>
        <TextInput
          className={styles.reason ?? ''}
          size="xs"
          label={t('reason')}
          maxLength={500}
          value={reason}
          data-testid="review-reason"
          onChange={(event) => {
            setReason(event.currentTarget.value);
          }}
        />
        <NativeSelect
          size="xs"
          label={t('whom')}
          value={whom}
          data={[
            { value: 'all', label: t('everybody') },
            ...readers.map((name) => ({ value: name, label: name })),
          ]}
          onChange={(event) => {
            setWhom(event.currentTarget.value);
          }}
        />
        <Button
          size="xs"
          variant="default"
          disabled={busy || told === undefined}
          data-testid="send-back"
          onClick={() => {
            if (told !== undefined) act.mutate({ act: 'send-back', readers: sent, reason: told });
          }}
        >
          {t('sendBack')}
        </Button>
        <Button
          size="xs"
          variant="default"
          disabled={busy || told === undefined}
          data-testid="reject"
          onClick={() => {
            if (told !== undefined) act.mutate({ act: 'reject', reason: told });
          }}
        >
          {t('reject')}
        </Button>
        <Button
          size="xs"
          variant="subtle"
          color="gray"
          title={t('readAgainHint')}
          disabled={busy || whom === 'all'}
          data-testid="read-again"
          onClick={() => {
            act.mutate({ act: 'read-again', reader: whom });
          }}
        >
          {t('readAgain')}
        </Button>
      </div>
    </>
  );
}
