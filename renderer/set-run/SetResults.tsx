import { Button, Group, Loader, Tabs, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  filterRows,
  noFilter,
  sitesOf,
  tagsOf,
  type RowFilter,
} from '../../shared/comparison/row-filter.js';
import { commonRows, setReport } from '../../shared/comparison/set-report.js';
import type { SetRunSummary } from '../../shared/domain.js';
import { call } from '../api.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { EffortTable } from './EffortTable.js';
import { PictureList } from './PictureList.js';
import { Plots } from './Plots.js';
import { RowFilters } from './RowFilters.js';
import { CostTable, PairTable, Rejected, ScoreTable, SliceTable } from './ScoreTables.js';
import styles from './SetScreen.module.css';

const kinds = ['csv', 'json', 'html'] as const;
const tabs = ['table', 'plots', 'pictures', 'slices', 'effort'] as const;

/** What came of a run over a set, of the pictures that the filters leave. */
export function SetResults({
  run,
  titleOf,
  onCompare,
}: {
  run: SetRunSummary;
  titleOf: (modelId: string) => string;
  onCompare: (instanceId: string) => void;
}) {
  const { t, i18n } = useTranslation('setRun');
  const { data, error, isFetching, refetch } = useMethod('setRun.results', { id: run.id });
  const [filter, setFilter] = useState<RowFilter>(noFilter);
  // What is corrected meanwhile counts, too; while it runs the reader asks for more.
  const { state } = run;
  useEffect(() => {
    void refetch();
  }, [state, refetch]);
  const write = useMutation({
    mutationFn: (kind: (typeof kinds)[number]) =>
      call('setRun.export', { id: run.id, kind, filter }),
  });
  const rows = useMemo(() => (data ? filterRows(data.rows, filter) : []), [data, filter]);
  const report = useMemo(() => {
    if (!data || commonRows(rows, data.models).length === 0) return null;
    const { models, failures } = data;
    return setReport({ models, rows, failures, split: null, createdAt: new Date(0) });
  }, [data, rows]);
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!data) return <Loader size="sm" aria-label={t('loading')} />;

  const body = () => {
    if (report === null) return <Text c="dimmed">{t('nothing')}</Text>;
    return (
      <Tabs defaultValue="table" keepMounted={false}>
        <Tabs.List>
          {tabs.map((tab) => (
            <Tabs.Tab key={tab} value={tab}>
              {t(`tab.${tab}`)}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="table" pt="sm">
          <ScoreTable report={report} titleOf={titleOf} resolution="native" />
          <ScoreTable report={report} titleOf={titleOf} resolution="256" />
          <PairTable report={report} titleOf={titleOf} />
          <CostTable report={report} titleOf={titleOf} />
          <Rejected report={report} titleOf={titleOf} />
        </Tabs.Panel>
        <Tabs.Panel value="plots" pt="sm">
          <Plots report={report} titleOf={titleOf} />
        </Tabs.Panel>
        <Tabs.Panel value="pictures" pt="sm">
          <PictureList report={report} rows={rows} titleOf={titleOf} onCompare={onCompare} />
        </Tabs.Panel>
        <Tabs.Panel value="slices" pt="sm">
          <SliceTable report={report} titleOf={titleOf} />
        </Tabs.Panel>
        <Tabs.Panel value="effort" pt="sm">
          <EffortTable rows={rows} models={data.models} titleOf={titleOf} />
        </Tabs.Panel>
      </Tabs>
    );
  };
  return (
    <div className={styles.results} data-testid="set-results" data-pictures={report?.pictures ?? 0}>
      <Group gap="sm">
        <RowFilters
          filter={filter}
          sites={sitesOf(data.rows)}
          tags={tagsOf(data.rows)}
          onChange={setFilter}
        />
        <Text size="xs" c="dimmed">
          {t('counted', { counted: report?.pictures ?? 0, all: run.pictures })}
        </Text>
        <Group gap={6} ml="auto">
          <Button
            size="compact-sm"
            variant="default"
            loading={isFetching}
            onClick={() => void refetch()}
          >
            {t('refresh')}
          </Button>
          {kinds.map((kind) => (
            <Button
              key={kind}
              size="compact-sm"
              variant="default"
              disabled={report === null || write.isPending}
              onClick={() => {
                write.mutate(kind);
              }}
            >
              {t('export', { kind: kind.toUpperCase() })}
            </Button>
          ))}
        </Group>
      </Group>
      <div className={styles.body} role="region" aria-label={t('results')} tabIndex={0}>
        {body()}
      </div>
    </div>
  );
}
