import { Button, Group, Loader, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { blindedScores } from '../../../shared/comparison/blinded-scores.js';
import { call } from '../../api.js';
import { useMethod } from '../../queries.js';
import { errorTexts } from '../../texts/error-texts.js';
import { ErrorNotice } from '../../ui/ErrorNotice.js';
import styles from './Blinded.module.css';
import { BlindedCases, PairScores, SourceScores } from './BlindedTables.js';

const kinds = ['csv', 'json'] as const;

/** Who was who, how often each was the best, and how sure that is. */
export function BlindedResults({
  id,
  onLeave,
  onCompare,
}: {
  id: string;
  onLeave: () => void;
  onCompare: (instanceId: string) => void;
}) {
  const { t, i18n } = useTranslation(['blinded', 'comparison']);
  const { data: models } = useMethod('model.list', {});
  const { data: results, error } = useMethod('blinded.results', { id });
  const write = useMutation({
    mutationFn: (kind: (typeof kinds)[number]) => call('blinded.export', { id, kind }),
  });
  const scores = useMemo(() => {
    if (!results) return null;
    return blindedScores(
      results.sources.map(({ key }) => key),
      results.cases,
    );
  }, [results]);
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!results || !scores) return <Loader size="sm" aria-label={t('preparing')} />;
  const nameOf = (key: string): string => {
    if (key === 'correction') return t('comparison:source.reader');
    if (key === 'truth') return t('comparison:source.truth');
    const modelId = results.sources.find((source) => source.key === key)?.model?.id ?? key;
    return models?.find((model) => model.id === modelId)?.title ?? modelId;
  };
  const { decided, noPreference } = scores;
  const { seed, reading } = results;
  return (
    <section className={styles.results} data-testid="blinded-results" data-decided={decided}>
      <Group gap="sm">
        <Title order={2} size="h3">
          {t('results.title')}
        </Title>
        <Text size="xs" c="dimmed">
          {t('results.summary', { decided, cases: scores.cases, noPreference })}{' '}
          {t('results.seed', { seed, reader: reading.reader })}
        </Text>
        <Group gap={6} ml="auto">
          {kinds.map((kind) => (
            <Button
              key={kind}
              size="compact-sm"
              variant="default"
              disabled={write.isPending}
              onClick={() => {
                write.mutate(kind);
              }}
            >
              {t('results.export', { kind: kind.toUpperCase() })}
            </Button>
          ))}
          <Button size="compact-sm" variant="default" onClick={onLeave}>
            {t('results.back')}
          </Button>
        </Group>
      </Group>
      <div className={styles.body} role="region" aria-label={t('results.title')} tabIndex={0}>
        <SourceScores scores={scores} nameOf={nameOf} />
        <PairScores scores={scores} nameOf={nameOf} />
        <BlindedCases results={results} nameOf={nameOf} onCompare={onCompare} />
      </div>
    </section>
  );
}
