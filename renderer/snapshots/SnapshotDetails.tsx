import { Button, Group, Progress, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { segmentId } from '../../shared/domain.js';
import type { SnapshotSummary } from '../../shared/exchange.js';
import { ApiError, call, onEvent } from '../api.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Fact, Facts } from '../ui/Facts.js';
import { RowsInSight } from '../ui/RowsInSight.js';
import styles from './SnapshotsScreen.module.css';

/** One snapshot: its hash, its dataset card, verifying and exporting it. */
export function SnapshotDetails({
  summary,
  onExport,
}: {
  summary: SnapshotSummary;
  onExport: (name: string) => void;
}) {
  const { t, i18n } = useTranslation(['snapshots', 'reading', 'common']);
  const nameOfSegment = (segment: string): string => {
    const known = segmentId.safeParse(segment).data;
    return known === undefined ? segment : t(`reading:segments.${known}`);
  };
  const { name, counts, manifestSha256, createdAtMs } = summary;
  const { data, error } = useMethod('snapshot.get', { name });
  const verify = useMutation({
    mutationFn: () => call('snapshot.verify', { name }),
    onMutate: () => {
      setProgress(null);
    },
    meta: { shownInPlace: true },
  });
  const cancel = useMutation({ mutationFn: () => call('snapshot.cancel', {}) });
  const [progress, setProgress] = useState<{ done: number; total: number } | null>(null);
  useEffect(() => onEvent('snapshot.progress', setProgress), []);
  const wasCancelled = verify.error instanceof ApiError && verify.error.code === 'cancelled';
  const failure = error ?? (wasCancelled ? null : verify.error);
  const problems = verify.data?.problems;
  return (
    <section className={styles.details} aria-label={name}>
      <Group justify="space-between" wrap="nowrap">
        <Title order={3} size="h5">
          {name}
        </Title>
        <Group gap="xs" wrap="nowrap">
          <Button
            size="xs"
            variant="default"
            loading={verify.isPending}
            data-testid="snapshot-verify"
            onClick={() => {
              verify.mutate();
            }}
          >
            {t('verify')}
          </Button>
          <Button
            size="xs"
            data-testid="snapshot-export"
            onClick={() => {
              onExport(name);
            }}
          >
            {t('export')}
          </Button>
        </Group>
      </Group>
      {verify.isPending && (
        <Group gap="xs" wrap="nowrap" data-testid="snapshot-verifying">
          <Stack gap={4} flex={1}>
            <Text size="sm">
              {t(
                'verifying',
                progress ?? { done: 0, total: counts.train + counts.val + counts.test },
              )}
            </Text>
            <Progress
              size="sm"
              value={progress && progress.total > 0 ? (100 * progress.done) / progress.total : 0}
              aria-label={t('verifyingBar')}
            />
          </Stack>
          <Button
            size="compact-xs"
            variant="default"
            onClick={() => {
              cancel.mutate();
            }}
          >
            {t('common:action.cancel')}
          </Button>
        </Group>
      )}
      <div aria-live="polite" data-testid="snapshot-verdict">
        {problems?.length === 0 && <Text size="sm">{t('whole')}</Text>}
        {problems && problems.length > 0 && (
          <>
            <Text size="sm" c="var(--danger)" mb={4}>
              {t('problems', { count: problems.length })}
            </Text>
            <RowsInSight
              items={problems}
              label={t('problems', { count: problems.length })}
              rowHeight={29}
            >
              {({ kind, sample, segment }) => (
                <div className={styles.problem}>
                  {t(`problem.${kind}`, { sample, segment: segment && nameOfSegment(segment) })}
                </div>
              )}
            </RowsInSight>
          </>
        )}
      </div>
      {failure && <ErrorNotice {...errorTexts(failure, i18n.t)} />}
      <Facts>
        <Fact name={t('dialog.samples')}>{t('counts', counts)}</Fact>
        <Fact name={t('made')}>{new Date(createdAtMs).toLocaleString(i18n.language)}</Fact>
        <Fact name={t('manifest')}>
          <code>{manifestSha256}</code>
        </Fact>
      </Facts>
      <Title order={4} size="h6">
        {t('card')}
      </Title>
      <pre className={styles.card} tabIndex={0} aria-label={t('card')}>
        {data?.card}
      </pre>
    </section>
  );
}
