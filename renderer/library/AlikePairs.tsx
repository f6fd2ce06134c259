import { Badge, Button, Center, Group, Loader, Progress, Text, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { pairDecision, type AlikePair } from '../../shared/identity.js';
import { call, onEvent } from '../api.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './AlikePairs.module.css';
import { IdentityHistory } from './IdentityHistory.js';

/** Pictures that look alike, side by side, for a curator to say what they are. */
export function AlikePairs({
  readOnly,
  onOpen,
}: {
  readOnly: boolean;
  onOpen: (instanceId: string) => void;
}) {
  const { t, i18n } = useTranslation(['curation', 'common']);
  const client = useQueryClient();
  const { data, error } = useMethod('identity.pairs', {});
  useEffect(
    () =>
      onEvent('identity.progress', () => {
        void client.invalidateQueries({ queryKey: ['identity.pairs'] });
      }),
    [client],
  );
  const search = useMutation({
    mutationFn: () => call('identity.search', {}),
    onSuccess: () => client.invalidateQueries({ queryKey: ['identity.pairs'] }),
  });
  const cancel = useMutation({ mutationFn: () => call('identity.cancelSearch', {}) });
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!data) {
    return (
      <Center h="100%">
        <Loader size="sm" aria-label={t('common:loading')} />
      </Center>
    );
  }
  const { running, done, total } = data.search;
  return (
    <div className={styles.page} data-testid="alike-pairs">
      <div className={styles.pairs}>
        <Group gap={10} wrap="wrap">
          <Title order={2} size="h4">
            {t('alike.title')}
          </Title>
          <Text size="xs" c="dimmed">
            {t('alike.counts', { total: data.total, undecided: data.undecided })}
          </Text>
          <Button
            size="compact-xs"
            variant="default"
            ml="auto"
            disabled={readOnly || running}
            data-testid="alike-search"
            onClick={() => {
              search.mutate();
            }}
          >
            {t('alike.search')}
          </Button>
        </Group>
        {running && (
          <Group gap={10} wrap="nowrap">
            <Text size="xs" c="dimmed" className={styles.searching ?? ''}>
              {t('alike.searching', { done, total })}
            </Text>
            <Progress
              size="sm"
              flex={1}
              value={total === 0 ? 0 : (100 * done) / total}
              aria-label={t('alike.searching', { done, total })}
            />
            <Button
              size="compact-xs"
              variant="default"
              loading={cancel.isPending}
              data-testid="alike-cancel"
              onClick={() => {
                cancel.mutate();
              }}
            >
              {t('common:action.cancel')}
            </Button>
          </Group>
        )}
        {data.pairs.length === 0 && !running && (
          <Text size="sm" c="dimmed">
            {t('alike.none')}
          </Text>
        )}
        {data.pairs.map((pair) => (
          <Pair key={`${pair.a.id} ${pair.b.id}`} pair={pair} readOnly={readOnly} onOpen={onOpen} />
        ))}
      </div>
      <IdentityHistory readOnly={readOnly} />
    </div>
  );
}

function Pair({
  pair,
  readOnly,
  onOpen,
}: {
  pair: AlikePair;
  readOnly: boolean;
  onOpen: (instanceId: string) => void;
}) {
  const { t } = useTranslation('curation');
  const { a, b, decision, curator } = pair;
  const decide = useMutation({
    mutationFn: (chosen: AlikePair['decision']) =>
      call('identity.decide', { a: a.id, b: b.id, decision: chosen }),
  });
  return (
    <section
      className={styles.pair}
      aria-label={t('alike.pair', { a: a.fileName, b: b.fileName })}
      data-testid="alike-pair"
      data-decision={decision ?? 'none'}
    >
      <div className={styles.pictures}>
        {[a, b].map((picture) => (
          <figure key={picture.id}>
            <button
              type="button"
              className={styles.picture}
              title={t('alike.open', { name: picture.fileName })}
              onClick={() => {
                onOpen(picture.id);
              }}
            >
              <img
                src={`image://thumbnail/${picture.id}/0?max=320`}
                alt={t('alike.open', { name: picture.fileName })}
                draggable={false}
              />
            </button>
            <figcaption>
              <b>{picture.fileName}</b>
              <span>
                {[
                  picture.patient,
                  picture.lesion,
                  picture.split === null ? null : t(`split.${picture.split}`),
                ]
                  .filter((part) => part !== null)
                  .join(' · ')}
              </span>
            </figcaption>
          </figure>
        ))}
      </div>
      <Group gap={6} wrap="wrap">
        <Text size="xs" c="dimmed">
          {t('alike.likeness', {
            percent: (100 * pair.correlation).toFixed(1),
            bits: pair.distance,
          })}
        </Text>
        {decision !== null && (
          <Badge size="sm" variant="light">
            {t('alike.decidedBy', { what: t(`alike.${decision}`), name: curator ?? '–' })}
          </Badge>
        )}
        <Group gap={6} ml="auto" wrap="wrap">
          {pairDecision.options.map((option) => (
            <Button
              key={option}
              size="compact-xs"
              variant={decision === option ? 'filled' : 'default'}
              aria-pressed={decision === option}
              disabled={readOnly}
              data-testid={`decide-${option}`}
              onClick={() => {
                decide.mutate(decision === option ? null : option);
              }}
            >
              {t(`alike.${option}`)}
            </Button>
          ))}
        </Group>
      </Group>
    </section>
  );
}
