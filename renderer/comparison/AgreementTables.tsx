import { Tooltip } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { agreementMatrix, type Scores } from './agreement-rows.js';
import styles from './AgreementTables.module.css';
import type { Pane } from './use-panes.js';

const scoreNames = [
  'jaccard',
  'dice',
  'sensitivity',
  'specificity',
  'hausdorff95',
  'meanSurfaceDistance',
  'surfaceDice',
] as const;
const inPixels: readonly string[] = ['hausdorff95', 'meanSurfaceDistance'];

/** How the panes agree with each other, and with the known mask. */
export function AgreementTables({
  panes,
  names,
  scores,
  known,
}: {
  panes: readonly Pane[];
  names: readonly string[];
  /** A row a pane; null where there is nothing to score. */
  scores: readonly (Scores | null)[];
  /** The name of the known mask; null without one. */
  known: string | null;
}) {
  const { t } = useTranslation('comparison');
  const masks = panes.map(({ found }) => found?.mask ?? null);
  const matrix = agreementMatrix(masks);
  return (
    <div className={styles.tables}>
      <table data-testid="iou-matrix">
        <caption>
          <Tooltip label={t('score.jaccard.definition')}>
            <span>{t('matrix')}</span>
          </Tooltip>
        </caption>
        <thead>
          <tr>
            <td />
            {names.map((name, index) => (
              <th key={panes[index]?.source.key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {matrix.map((row, index) => (
            <tr key={panes[index]?.source.key}>
              <th scope="row">{names[index]}</th>
              {row.map((iou, column) => (
                <td key={panes[column]?.source.key}>{iou?.toFixed(3) ?? ''}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {known === null ? (
        <p className={styles.none}>{t('noKnown')}</p>
      ) : (
        <table data-testid="score-table">
          <caption>{t('against', { known })}</caption>
          <thead>
            <tr>
              <td />
              {scoreNames.map((name) => (
                <th key={name} scope="col">
                  <Tooltip label={t(`score.${name}.definition`)} multiline w={280}>
                    <span className={styles.defined} tabIndex={0}>
                      {t(`score.${name}.name`)}
                    </span>
                  </Tooltip>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {scores.map((row, index) => (
              <tr key={panes[index]?.source.key}>
                <th scope="row">{names[index]}</th>
                {scoreNames.map((name) => (
                  <td key={name}>{row?.[name].toFixed(inPixels.includes(name) ? 1 : 3) ?? ''}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}
