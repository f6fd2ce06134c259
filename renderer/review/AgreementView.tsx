import { useState } from 'react';
import { LineChart } from '@mantine/charts';
import { Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { segmentIds, type SegmentId } from '../../shared/domain.js';
import { useMethod } from '../queries.js';
import { errorTexts } from '../texts/error-texts.js';
import { formatDateTime, formatMetric } from '../texts/format.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { SegmentBar } from './SegmentBar.js';
import styles from './ReviewScreen.module.css';

const unit: [number, number] = [0, 1];

/** How far readers agree over all pictures, with each other and with themselves, and over time. */
export function AgreementView() {
  const { t, i18n } = useTranslation(['review', 'reading']);
  const [chosen, setChosen] = useState<SegmentId>('lesion');
  const { data, error } = useMethod('review.agreement', {});
  if (error) return <ErrorNotice {...errorTexts(error, i18n.t)} />;
  if (!data) return <Loader size="sm" aria-label={t('loading')} />;
  if (data.rows.length === 0) return <p className={styles.muted}>{t('agreement.none')}</p>;
  const segments = segmentIds.filter((id) => data.rows.some((row) => row.segment === id));
  const segment = segments.includes(chosen) ? chosen : 'lesion';
  const rows = data.rows.filter((row) => row.segment === segment);
  const isAttribute = segment !== 'lesion';
  const figure = (value: number | undefined): string =>
    value === undefined ? '–' : formatMetric(value);
  return (
    <div
      className={styles.agreement}
      data-testid="agreement"
      tabIndex={0}
      role="region"
      aria-label={t('agreement.title')}
    >
      {segments.length > 1 && (
        <SegmentBar segments={segments} chosen={segment} onChoose={setChosen} />
      )}
      <table className={styles.table}>
        <caption>{t('agreement.overall')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('agreement.readers')}</th>
            <th scope="col">{t('agreement.pictures')}</th>
            {isAttribute && <th scope="col">{t('agreement.oneOnly')}</th>}
            <th scope="col">Dice</th>
            <th scope="col">IoU</th>
            <th scope="col">κ</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ a, b, pictures, oneOnly, mean }) => (
            <tr key={JSON.stringify([a, b])}>
              <th scope="row">
                {b === null ? t('agreement.self', { name: a }) : t('pair', { a, b })}
              </th>
              <td>{pictures}</td>
              {isAttribute && <td>{oneOnly}</td>}
              <td>{figure(mean?.dice)}</td>
              <td>{figure(mean?.iou)}</td>
              <td>{figure(mean?.kappa)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className={styles.muted}>
        {t('agreement.definition', { segment: t(`reading:segments.${segment}`) })}
        {isAttribute && ` ${t('agreement.whereDrawn')}`}
      </p>
      {!isAttribute && (
        <LineChart
          h={220}
          curveType="linear"
          data={data.overTime.map(({ atMs, dice, kappa }) => ({
            at: formatDateTime(atMs, i18n.language),
            dice: Number(dice.toFixed(3)),
            kappa: Number(kappa.toFixed(3)),
          }))}
          dataKey="at"
          yAxisProps={{ domain: unit }}
          xAxisLabel={t('agreement.overTime')}
          withLegend
          series={[
            { name: 'dice', label: 'Dice', color: 'var(--accent)' },
            { name: 'kappa', label: 'κ', color: 'var(--warning)' },
          ]}
        />
      )}
    </div>
  );
}
