import { Button, CloseButton, Group, Progress, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportProgress } from '../../shared/domain.js';
import styles from './ImportPanel.module.css';
import { RefusalList } from './RefusalList.js';
import type { Imports } from './use-imports.js';

/** What each import is doing or has done; stays until it is dismissed. */
export function ImportPanel({ imports }: { imports: Imports }) {
  const { t } = useTranslation('library');
  const jobs = imports.jobs.filter(({ dryRun, jobId }) => !dryRun && jobId !== imports.shownId);
  if (jobs.length === 0) return null;
  return (
    <section className={styles.panel} aria-label={t('import.label')} data-testid="import-progress">
      {jobs.map((job) => (
        <Job
          key={job.jobId}
          job={job}
          onCancel={() => {
            imports.cancel(job.jobId);
          }}
          onDismiss={() => {
            imports.dismiss(job.jobId);
          }}
        />
      ))}
    </section>
  );
}

function Job({
  job,
  onCancel,
  onDismiss,
}: {
  job: ImportProgress;
  onCancel: () => void;
  onDismiss: () => void;
}) {
  const { t } = useTranslation(['library', 'common']);
  const active = job.state === 'counting' || job.state === 'running';
  const percent = job.total === 0 ? 0 : (job.done / job.total) * 100;
  const title =
    job.state === 'running'
      ? t('import.running', { done: job.done, total: job.total })
      : t(`import.${job.state}`);
  const figures = [
    t('import.imported', { count: job.imported }),
    job.duplicates > 0 ? t('import.duplicates', { count: job.duplicates }) : null,
    job.masks > 0 ? t('import.masks', { count: job.masks }) : null,
    job.refused > 0 ? t('import.refused', { count: job.refused }) : null,
  ].filter((part) => part !== null);

  return (
    <div className={styles.job} data-state={job.state}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Text size="sm" fw={600} aria-live="polite">
          {title}
        </Text>
        {active ? (
          <Button size="compact-xs" variant="default" onClick={onCancel}>
            {t('common:action.cancel')}
          </Button>
        ) : (
          <CloseButton size="sm" aria-label={t('common:action.dismiss')} onClick={onDismiss} />
        )}
      </Group>
      {active && (
        <Progress
          size="sm"
          value={job.state === 'counting' ? 100 : percent}
          animated={job.state === 'counting'}
          aria-label={t('import.bar')}
        />
      )}
      <Text size="xs" c="dimmed">
        {figures.join(' · ')}
      </Text>
      {job.refusals.length > 0 && <RefusalList refusals={job.refusals} />}
    </div>
  );
}
