import { Button, Group, List, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { SnapshotSummary } from '../../shared/exchange.js';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { Fact, Facts } from '../ui/Facts.js';
import styles from './SnapshotsScreen.module.css';

/** One snapshot: its hash, its dataset card, verifying and exporting it. */
export function SnapshotDetails({
  summary,
  onExport,
}: {
  summary: SnapshotSummary;
  onExport: (name: string) => void;
}) {
  const { t, i18n } = useTranslation('snapshots');
  const { name, counts, manifestSha256, createdAtMs } = summary;
  const { data, error } = useMethod('snapshot.get', { name });
  const verify = useMutation({
    mutationFn: () => call('snapshot.verify', { name }),
    meta: { shownInPlace: true },
  });
  const failure = error ?? verify.error;
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
      <div aria-live="polite" data-testid="snapshot-verdict">
        {problems?.length === 0 && <Text size="sm">{t('whole')}</Text>}
        {problems && problems.length > 0 && (
          <>
            <Text size="sm" c="var(--danger)">
              {t('problems', { count: problems.length })}
            </Text>
            <List size="sm">
              {problems.map((problem) => (
                <List.Item key={problem}>{problem}</List.Item>
              ))}
            </List>
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
