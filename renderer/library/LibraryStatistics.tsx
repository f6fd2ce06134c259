import { BarChart } from '@mantine/charts';
import { Center, Loader, SimpleGrid, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { readingStatus } from '../../shared/domain.js';
import { readingTimeFromS, type LibraryStatistics as Counts } from '../../shared/statistics.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { formatNumber } from '../texts/format.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import styles from './LibraryStatistics.module.css';

const height = 190;
/** A bar that stands alone would fill its plot. */
const widestBar = 48;
const tenths = Array.from(
  { length: 10 },
  (_, tenth) => `${String(tenth * 10)}–${String(tenth * 10 + 10)}`,
);

/** What the library holds, as plots: everything but the trash. */
export function LibraryStatistics() {
  const { t, i18n } = useTranslation(['curation', 'library', 'common']);
  const { data, error } = useMethod('library.statistics', {});
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!data) {
    return (
      <Center h="100%">
        <Loader size="sm" aria-label={t('common:loading')} />
      </Center>
    );
  }
  const named = (counts: Counts['site'], nameOf: (label: string) => string = (label) => label) =>
    counts.map(({ label, count }) => ({
      label: label === '' ? t('statistics.notStated') : nameOf(label),
      count,
    }));
  const status = (label: string): string => {
    const known = readingStatus.safeParse(label).data;
    return known === undefined ? label : t(`library:status.${known}`);
  };
  const split = (label: string): string =>
    label === 'train' || label === 'val' || label === 'test' ? t(`split.${label}`) : label;
  const times = readingTimeFromS.map((fromS, index) => {
    const toS = readingTimeFromS[index + 1];
    return toS === undefined ? `≥ ${String(fromS)} s` : `${String(fromS)}–${String(toS)} s`;
  });
  const number = (value: number): string => formatNumber(value, i18n.language);
  const classes = (labels: readonly string[], counts: readonly number[]) =>
    labels.map((label, index) => ({ label, count: counts[index] ?? 0 }));

  return (
    <div className={styles.page} data-testid="library-statistics">
      <Title order={2} size="h4">
        {t('statistics.title', { count: data.pictures })}
      </Title>
      <SimpleGrid cols={{ base: 1, md: 2, xl: 3 }} spacing="sm">
        <Plot name={t('statistics.status')} data={named(data.status, status)} />
        <Plot name={t('statistics.diagnosis')} data={named(data.diagnosis)} />
        <Plot name={t('statistics.site')} data={named(data.site)} />
        <Plot name={t('statistics.split')} data={named(data.split, split)} />
        <Plot name={t('statistics.sex')} data={named(data.sex)} />
        <Plot
          name={t('statistics.age')}
          data={named(data.age, (from) => `${from}–${String(Number(from) + 9)}`)}
        />
        <Plot name={t('statistics.lesionShare')} data={classes(tenths, data.lesionShare)} />
        <Plot name={t('statistics.confidence')} data={classes(tenths, data.confidence)} />
        <Plot name={t('statistics.readingTime')} data={classes(times, data.readingTime)} />
        <div className={styles.lastPlot}>
          <PlotFrame name={t('statistics.perDay')} empty={data.perDay.length === 0}>
            <BarChart
              h={height}
              data={data.perDay}
              maxBarWidth={widestBar}
              dataKey="day"
              withLegend
              valueFormatter={number}
              yAxisProps={{
                width: tickWidth(
                  data.perDay.map(({ imported, submitted }) => Math.max(imported, submitted)),
                  number,
                ),
              }}
              series={[
                { name: 'imported', label: t('statistics.imported'), color: 'var(--accent)' },
                { name: 'submitted', label: t('statistics.submitted'), color: 'var(--warning)' },
              ]}
            />
          </PlotFrame>
        </div>
      </SimpleGrid>
    </div>
  );
}

/** Room in pixels for the numbers at an axis, the highest of which may be rounded up. */
function tickWidth(counts: readonly number[], number: (value: number) => string): number {
  return 24 + 8 * number(Math.max(0, ...counts)).length;
}

function Plot({ name, data }: { name: string; data: { label: string; count: number }[] }) {
  const { t, i18n } = useTranslation('curation');
  const number = (value: number): string => formatNumber(value, i18n.language);
  const width = tickWidth(
    data.map(({ count }) => count),
    number,
  );
  const series = [{ name: 'count', label: t('statistics.pictures'), color: 'var(--accent)' }];
  return (
    <PlotFrame name={name} empty={data.every(({ count }) => count === 0)}>
      <BarChart
        h={height}
        data={data}
        dataKey="label"
        maxBarWidth={widestBar}
        series={series}
        // Names of sites are longer than a column is wide.
        orientation={data.some(({ label }) => label.length > 9) ? 'vertical' : 'horizontal'}
        valueFormatter={number}
        yAxisProps={{ width: data.some(({ label }) => label.length > 9) ? 130 : width }}
      />
    </PlotFrame>
  );
}

/** A plot with its name, also in words for who cannot see it. */
function PlotFrame({
  name,
  empty,
  children,
}: {
  name: string;
  empty: boolean;
  children: ReactNode;
}) {
  const { t } = useTranslation('curation');
  return (
    <section className={styles.plot} aria-label={name}>
      <Title order={3} className={styles.name}>
        {name}
      </Title>
      {empty ? (
        <Text size="xs" c="dimmed">
          {t('statistics.nothing')}
        </Text>
      ) : (
        children
      )}
    </section>
  );
}
