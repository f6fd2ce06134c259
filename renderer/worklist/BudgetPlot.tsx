import { LineChart } from '@mantine/charts';
import { useTranslation } from 'react-i18next';
import { foundAt, type ReviewBudget } from '../../shared/review/budget.js';

const step = 0.05;
const percent = (share: number): number => Math.round(share * 100);
const whole: [number, number] = [0, 100];

/** Failures found against pictures reviewed, as measured, with the interval and chance beside. */
export function BudgetPlot({ budget, reviewed }: { budget: ReviewBudget; reviewed: number }) {
  const { t } = useTranslation('worklist');
  const data = Array.from({ length: Math.round(1 / step) + 1 }, (_, index) => {
    const share = Math.min(1, index * step);
    const { value, low, high } = foundAt(budget, share);
    return {
      reviewed: percent(share),
      found: percent(value),
      low: percent(low),
      high: percent(high),
      chance: percent(share),
    };
  });
  return (
    <LineChart
      h={170}
      data={data}
      dataKey="reviewed"
      curveType="linear"
      withDots={false}
      xAxisLabel={t('budget.reviewed')}
      yAxisLabel={t('budget.foundAxis')}
      xAxisProps={{ type: 'number', domain: whole, ticks: [0, 20, 40, 60, 80, 100] }}
      yAxisProps={{ domain: whole, ticks: [0, 50, 100] }}
      referenceLines={[{ x: percent(reviewed), color: 'var(--accent)' }]}
      series={[
        { name: 'found', label: t('budget.found'), color: 'var(--accent)' },
        {
          name: 'low',
          label: t('budget.low'),
          color: 'var(--control-line)',
          strokeDasharray: '3 3',
        },
        {
          name: 'high',
          label: t('budget.high'),
          color: 'var(--control-line)',
          strokeDasharray: '3 3',
        },
        {
          name: 'chance',
          label: t('budget.chance'),
          color: 'var(--warning)',
          strokeDasharray: '6 4',
        },
      ]}
    />
  );
}
