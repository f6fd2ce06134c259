import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { metricAveraging, metricDefinitions, type MetricName } from '../../shared/agreement.js';
import type { Interval } from '../../shared/bootstrap.js';
import { boundaryDefinitions } from '../../shared/comparison/boundary.js';
import { sliceIds, type ComparisonReport } from '../../shared/comparison/report.js';
import styles from './SetScreen.module.css';

interface TableProps {
  readonly report: ComparisonReport;
  readonly titleOf: (modelId: string) => string;
}

const metrics = Object.keys(metricDefinitions) as MetricName[];
const boundaries = Object.keys(boundaryDefinitions) as (keyof typeof boundaryDefinitions)[];

function Head({ report: { models }, titleOf }: TableProps) {
  return (
    <thead>
      <tr>
        <td />
        {models.map(({ id }) => (
          <th key={id} scope="col">
            {titleOf(id)}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function shown(interval: Interval | undefined, digits = 3): string {
  if (interval === undefined) return '';
  const { value, low, high } = interval;
  return `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
}

/** Every score with its interval, labelled with how it is made of pictures and at which size. */
export function ScoreTable({
  report,
  titleOf,
  resolution,
}: TableProps & { resolution: 'native' | '256' }) {
  const { t } = useTranslation('setRun');
  if (report.models.every(({ meanJaccard }) => meanJaccard === undefined)) {
    return resolution === 'native' ? <p>{t('noKnown')}</p> : null;
  }
  const names = resolution === 'native' ? metrics : [...metrics, ...boundaries];
  return (
    <table data-testid={`scores-${resolution}`}>
      <caption>{t(resolution === 'native' ? 'scoresNative' : 'scores256')}</caption>
      <Head report={report} titleOf={titleOf} />
      <tbody>
        {names.map((name) => {
          const isMetric = name in metricDefinitions;
          const averaging = isMetric ? metricAveraging[name as MetricName] : 'per image';
          const scoreOf = (model: ComparisonReport['models'][number]) =>
            resolution === '256' ? model.at256?.[name] : model[name as MetricName];
          return (
            <tr key={name}>
              <th scope="row">
                <Tooltip label={t(`definition.${name}`)} multiline w={300}>
                  <span tabIndex={0}>{t(`metric.${name}`)}</span>
                </Tooltip>{' '}
                <span className={styles.label}>
                  {t(`averaging.${averaging}`)}, {t(`resolution.${resolution}`)}
                </span>
              </th>
              {report.models.map((model) => (
                <td key={model.id}>{shown(scoreOf(model))}</td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

/** Every two models: difference, wins, and Wilcoxon's test adjusted after Holm. */
export function PairTable({ report, titleOf }: TableProps) {
  const { t } = useTranslation('setRun');
  if (report.pairs.length === 0) return null;
  return (
    <table data-testid="set-pairs">
      <caption>{t('pairs')}</caption>
      <thead>
        <tr>
          <td />
          {(['iou', 'difference', 'outcomes', 'p', 'pHolm'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`pair.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {report.pairs.map(({ a, b, meanIou, against }) => (
          <tr key={`${a} ${b}`}>
            <th scope="row">{t('pair.of', { a: titleOf(a), b: titleOf(b) })}</th>
            <td>{shown(meanIou)}</td>
            <td>{shown(against?.meanDifference)}</td>
            <td>
              {against && [against.wins, against.losses, against.draws].map(String).join(' / ')}
            </td>
            <td>{against?.signedRank.p.toPrecision(2)}</td>
            <td>{against?.signedRank.pHolm.toPrecision(2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a model takes beside what it gives. */
export function CostTable({ report, titleOf }: TableProps) {
  const { t } = useTranslation('setRun');
  const rows = [
    ['meanJaccard', (m) => m.meanJaccard?.value.toFixed(3)],
    ['medianRunMs', (m) => m.cost.medianRunMs.toFixed(0)],
    ['medianTotalMs', (m) => m.cost.medianTotalMs?.toFixed(0)],
    ['peakRssMb', (m) => m.cost.peakRssMb?.toFixed(0)],
    ['calibrationError', (m) => m.calibration?.expectedError.toFixed(3)],
    ['gain20', (m) => m.review?.gain20?.toFixed(2)],
    ['gain40', (m) => m.review?.gain40?.toFixed(2)],
  ] as const satisfies readonly (readonly [
    string,
    (model: ComparisonReport['models'][number]) => string | undefined,
  ])[];
  return (
    <table>
      <caption>{t('costs')}</caption>
      <Head report={report} titleOf={titleOf} />
      <tbody>
        {rows.map(([name, of]) => (
          <tr key={name}>
            <th scope="row">{t(`cost.${name}`)}</th>
            {report.models.map((model) => (
              <td key={model.id}>{of(model) ?? t('notMeasured')}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Where a model does well and where it fails. */
export function SliceTable({ report, titleOf }: TableProps) {
  const { t } = useTranslation('setRun');
  const cuts = sliceIds.filter((id) =>
    report.models.some(({ slices = [] }) => slices.some((slice) => slice.id === id)),
  );
  if (cuts.length === 0) return <p>{t('noKnown')}</p>;
  return (
    <table data-testid="set-slices">
      <caption>{t('slices')}</caption>
      <Head report={report} titleOf={titleOf} />
      <tbody>
        {cuts.map((cut) => (
          <tr key={cut}>
            <th scope="row">{t(`slice.${cut}`)}</th>
            {report.models.map(({ id, slices = [] }) => {
              const found = slices.find((slice) => slice.id === cut);
              return (
                <td key={id}>
                  {found &&
                    `${shown(found.meanJaccard)} · n ${String(found.n)} · ${t('failedShare', {
                      share: Math.round(found.failureRate * 100),
                    })}`}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Stated scores that no measurement can give, and pictures that a model could not segment. */
export function Rejected({ report: { rejected, failures }, titleOf }: TableProps) {
  const { t } = useTranslation('setRun');
  return (
    <>
      {rejected.map(({ model, reason }) => (
        <p key={model}>{t('rejected', { name: titleOf(model), reason })}</p>
      ))}
      {failures.length > 0 && <p>{t('failures', { count: failures.length })}</p>}
    </>
  );
}
