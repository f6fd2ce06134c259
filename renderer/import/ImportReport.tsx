import { Progress, Stack, Text, Title } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { importLayouts, type ImportProgress } from '../../shared/domain.js';
import { Fact, Facts } from '../ui/Facts.js';
import { failureTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { RefusalList } from './RefusalList.js';
import { isUnderWay } from './use-imports.js';

/** What an import, or the check of one, is doing or has done. */
export function ImportReport({ job }: { job: ImportProgress }) {
  const { t, i18n } = useTranslation(['importing', 'library']);
  const number = (value: number): string => value.toLocaleString(i18n.language);
  const unmatched = job.refusals.filter(({ code }) => code === 'mask-unfit').length;
  const layouts = importLayouts.flatMap((layout) => {
    const count = job.layouts[layout];
    const name = t(`report.layout.${layout}`);
    return count === undefined ? [] : [t('report.layoutCount', { name, count })];
  });
  const nothingNew = job.state === 'finished' && job.imported + job.masks + job.refused === 0;
  return (
    <Stack gap="sm" data-testid="import-report" data-state={job.state}>
      <Title order={3} size="h6" aria-live="polite">
        {useTitle(job)}
      </Title>
      {isUnderWay(job) && (
        <Progress
          value={job.total === 0 ? 100 : (job.done / job.total) * 100}
          animated={job.state === 'counting'}
          aria-label={t('bar')}
        />
      )}
      {job.failure && <ErrorNotice {...failureTexts(job.failure, i18n.t)} />}
      <Facts>
        <Fact name={t('report.fresh')}>{number(job.imported)}</Fact>
        <Fact name={t('report.known')}>{number(job.duplicates)}</Fact>
        <Fact name={t('report.masks')}>{number(job.masks)}</Fact>
        <Fact name={t('report.knownMasks')}>{number(job.knownMasks)}</Fact>
        {unmatched > 0 && <Fact name={t('report.unmatched')}>{number(unmatched)}</Fact>}
        <Fact name={t('report.refused')}>{number(job.refused)}</Fact>
        {job.unusedRows > 0 && <Fact name={t('report.unusedRows')}>{number(job.unusedRows)}</Fact>}
        {layouts.length > 0 && <Fact name={t('report.layouts')}>{layouts.join(', ')}</Fact>}
      </Facts>
      {nothingNew && <Text size="sm">{t('report.nothingNew')}</Text>}
      {job.refusals.length > 0 && <RefusalList refusals={job.refusals} />}
    </Stack>
  );
}

function useTitle({ dryRun, state, done, total }: ImportProgress): string {
  const { t } = useTranslation(['importing', 'library']);
  if (state === 'counting') return t('state.counting');
  if (!dryRun) {
    return state === 'running'
      ? t('library:import.running', { done, total })
      : t(`library:import.${state}`);
  }
  if (state === 'running') return t('checking', { done, total });
  if (state === 'failed') return t('state.failed');
  return t(state === 'finished' ? 'state.checked' : 'state.stopped');
}
