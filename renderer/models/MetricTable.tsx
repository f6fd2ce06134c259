import { Spoiler, Text, Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ModelSummary } from '../../shared/domain.js';
import { formatMetric } from '../texts/format.js';
import { definedMetrics, orderMetrics } from './metric-order.js';
import styles from './ModelsScreen.module.css';

export function MetricTable({ metrics, note }: { metrics: ModelSummary['metrics']; note: string }) {
  const { t } = useTranslation('models');
  const names = orderMetrics(Object.keys(metrics));
  if (names.length === 0) return null;
  return (
    <div>
      <table className={styles.metrics}>
        <thead>
          <tr>
            <th scope="col" colSpan={2}>
              {t('metrics')}
            </th>
            <th scope="col" className={styles.number}>
              {t('interval')}
            </th>
          </tr>
        </thead>
        <tbody>
          {names.map((name) => {
            const metric = metrics[name];
            return (
              metric && (
                <tr key={name}>
                  <th scope="row">
                    <MetricName name={name} />
                  </th>
                  <td>{formatMetric(metric.value)}</td>
                  <td className={styles.interval}>
                    {formatMetric(metric.low)} – {formatMetric(metric.high)}
                  </td>
                </tr>
              )
            );
          })}
        </tbody>
      </table>
      <Spoiler maxHeight={40} mt={6} showLabel={t('showNote')} hideLabel={t('hideNote')}>
        <Text size="xs" c="dimmed">
          {note}
        </Text>
      </Spoiler>
    </div>
  );
}

function MetricName({ name }: { name: string }) {
  const { t } = useTranslation('models');
  const defined = definedMetrics.find((metric) => metric === name);
  if (defined === undefined) return name;
  return (
    <Tooltip label={t(`metric.${defined}.definition`)} position="top-start">
      <span className={styles.defined} tabIndex={0}>
        {t(`metric.${defined}.name`)}
      </span>
    </Tooltip>
  );
}
