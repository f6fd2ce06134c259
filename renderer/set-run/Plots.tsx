import { BarChart, LineChart, ScatterChart } from '@mantine/charts';
import { useState } from 'react';
import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { modelColour } from '../../shared/comparison/model-colours.js';
import type { ComparisonReport } from '../../shared/comparison/report.js';
import styles from './SetScreen.module.css';

const height = 240;
const unit: [number, number] = [0, 1];
const tenths = Array.from({ length: 10 }, (_, tenth) => tenth);

/** Distribution, scatter of two models, calibration, review, and cost beside accuracy. */
export function Plots({
  report,
  titleOf,
}: {
  report: ComparisonReport;
  titleOf: (modelId: string) => string;
}) {
  const { t } = useTranslation('setRun');
  const { models, pairs, perPicture } = report;
  const [pair, setPair] = useState('0');
  const series = models.map(({ id }, index) => ({
    name: id,
    label: titleOf(id),
    color: modelColour(index),
  }));
  if (models.every(({ meanJaccard }) => meanJaccard === undefined)) return <p>{t('noKnown')}</p>;
  const distribution = tenths.map((tenth) => {
    const count = (id: string): number =>
      perPicture.filter(({ models: of }) => {
        const jaccard = of[id]?.jaccard ?? -1;
        return Math.min(9, Math.floor(jaccard * 10)) === tenth;
      }).length;
    return {
      tenth: `${String(tenth / 10)}–${String((tenth + 1) / 10)}`,
      ...Object.fromEntries(models.map(({ id }) => [id, count(id)])),
    };
  });
  const calibration = models.map(({ id, calibration: of }, index) => ({
    name: titleOf(id),
    color: modelColour(index),
    data: (of?.bins ?? []).map(({ meanConfidence, meanJaccard }) => ({
      confidence: meanConfidence,
      jaccard: meanJaccard,
    })),
  }));
  // A model without a failure has no curve, another one may.
  const steps = models.find(({ review }) => review?.curve)?.review?.curve ?? [];
  const curve = steps.map(({ reviewed }, at) => ({
    reviewed: Math.round(reviewed * 100),
    ...Object.fromEntries(models.map(({ id, review }) => [id, review?.curve?.[at]?.found ?? null])),
  }));
  const { a = '', b = '' } = pairs[Number(pair)] ?? {};
  const scatter = perPicture.map(({ models: of }) => ({
    first: of[a]?.jaccard ?? 0,
    second: of[b]?.jaccard ?? 0,
  }));
  const cost = models.map(({ id, cost: of, meanJaccard }, index) => ({
    name: titleOf(id),
    color: modelColour(index),
    data: [{ ms: Math.round(of.medianRunMs), jaccard: meanJaccard?.value ?? 0 }],
  }));
  // Unknown where all was run before.
  const memory = models.flatMap(({ id, cost: of, meanJaccard }, index) =>
    of.peakRssMb === null
      ? []
      : {
          name: titleOf(id),
          color: modelColour(index),
          data: [{ mb: Math.round(of.peakRssMb), jaccard: meanJaccard?.value ?? 0 }],
        },
  );
  const common = { h: height } as const;

  return (
    <>
      <ul className={styles.legend}>
        {series.map(({ name, label, color }) => (
          <li key={name}>
            <i style={{ background: color }} />
            {label}
          </li>
        ))}
      </ul>
      <div className={styles.plots} data-testid="set-plots">
        <section>
          <h3>{t('plot.distribution')}</h3>
          <BarChart {...common} data={distribution} dataKey="tenth" series={series} />
        </section>
        {pairs.length > 0 && (
          <section>
            <h3>{t('plot.scatter')}</h3>
            <Select
              size="xs"
              aria-label={t('plot.pair')}
              allowDeselect={false}
              value={pair}
              data={pairs.map((each, index) => ({
                value: String(index),
                label: t('pair.of', { a: titleOf(each.a), b: titleOf(each.b) }),
              }))}
              onChange={(value) => {
                setPair(value ?? '0');
              }}
            />
            <ScatterChart
              h={height}
              data={[{ name: t('plot.picturesOf'), color: modelColour(0), data: scatter }]}
              dataKey={{ x: 'first', y: 'second' }}
              xAxisLabel={titleOf(a)}
              yAxisLabel={titleOf(b)}
              xAxisProps={{ domain: unit }}
              yAxisProps={{ domain: unit }}
            />
          </section>
        )}
        <section>
          <h3>{t('plot.calibration')}</h3>
          <ScatterChart
            {...common}
            data={calibration}
            dataKey={{ x: 'confidence', y: 'jaccard' }}
            xAxisLabel={t('plot.confidence')}
            yAxisLabel="Jaccard"
            xAxisProps={{ domain: unit }}
            yAxisProps={{ domain: unit }}
          />
        </section>
        <section>
          <h3>{t('plot.review')}</h3>
          {curve.length === 0 ? (
            <p>{t('plot.noFailure')}</p>
          ) : (
            <LineChart
              {...common}
              data={curve}
              dataKey="reviewed"
              series={series}
              xAxisLabel={t('plot.reviewed')}
              yAxisProps={{ domain: unit }}
              withDots={false}
            />
          )}
        </section>
        <section>
          <h3>{t('plot.cost')}</h3>
          <ScatterChart
            {...common}
            data={cost}
            dataKey={{ x: 'ms', y: 'jaccard' }}
            xAxisLabel="ms"
            yAxisLabel="Jaccard"
            yAxisProps={{ domain: unit }}
          />
        </section>
        {memory.length > 0 && (
          <section>
            <h3>{t('plot.memory')}</h3>
            <ScatterChart
              {...common}
              data={memory}
              dataKey={{ x: 'mb', y: 'jaccard' }}
              xAxisLabel="MB"
              yAxisLabel="Jaccard"
              yAxisProps={{ domain: unit }}
            />
          </section>
        )}
      </div>
    </>
  );
}
