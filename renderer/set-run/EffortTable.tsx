import { useTranslation } from 'react-i18next';
import type { SetRow } from '../../shared/domain.js';
import { effortOf, type EffortSummary } from './effort-summary.js';

const columns = [
  'n',
  'changedPx',
  'changedShare',
  'boundary',
  'begun',
  'strokes',
  'seconds',
] as const;

/** From each model's proposals to the masks that readers accepted. */
export function EffortTable({
  rows,
  models,
  titleOf,
}: {
  rows: readonly SetRow[];
  models: readonly { id: string }[];
  titleOf: (modelId: string) => string;
}) {
  const { t } = useTranslation('setRun');
  const efforts = models.flatMap(({ id }) => {
    const effort = effortOf(rows, id);
    return effort ? [{ id, effort }] : [];
  });
  if (efforts.length === 0) return <p>{t('noEffort')}</p>;
  const cell = (effort: EffortSummary, name: (typeof columns)[number]): string => {
    const value = effort[name];
    if (Number.isNaN(value)) return '–';
    if (name === 'changedShare') return `${(value * 100).toFixed(1)} %`;
    return name === 'boundary' || name === 'seconds' ? value.toFixed(1) : value.toFixed(0);
  };
  return (
    <table data-testid="set-effort">
      <caption>{t('effortCaption')}</caption>
      <thead>
        <tr>
          <td />
          {columns.map((name) => (
            <th key={name} scope="col">
              {t(`effort.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {efforts.map(({ id, effort }) => (
          <tr key={id}>
            <th scope="row">{titleOf(id)}</th>
            {columns.map((name) => (
              <td key={name}>{cell(effort, name)}</td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
