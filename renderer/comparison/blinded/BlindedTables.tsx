import { UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Interval } from '../../../shared/bootstrap.js';
import type { BlindedResults } from '../../../shared/blinded.js';
import type { BlindedScores } from '../../../shared/comparison/blinded-scores.js';
import styles from './Blinded.module.css';

interface ScoresProps {
  readonly scores: BlindedScores;
  readonly nameOf: (key: string) => string;
}

function shown(interval: Interval | null, digits: number): string {
  if (interval === null) return '–';
  const { value, low, high } = interval;
  return `${value.toFixed(digits)} [${low.toFixed(digits)}, ${high.toFixed(digits)}]`;
}

/** How often each was the best, and its ratings. */
export function SourceScores({ scores, nameOf }: ScoresProps) {
  const { t } = useTranslation('blinded');
  return (
    <table className={styles.table} data-testid="blinded-sources">
      <caption>{t('results.sources')}</caption>
      <thead>
        <tr>
          <td />
          {(['chosen', 'share', 'rated', 'meanRating'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {scores.sources.map(({ key, chosen, share, rated, meanRating }) => (
          <tr key={key}>
            <th scope="row">{nameOf(key)}</th>
            <td>{t('list.of', { decided: chosen, cases: scores.decided })}</td>
            <td>{shown(share, 3)}</td>
            <td>{rated}</td>
            <td>{shown(meanRating, 2)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Every two held against each other, by choice and by rating. */
export function PairScores({ scores, nameOf }: ScoresProps) {
  const { t } = useTranslation('blinded');
  return (
    <table className={styles.table} data-testid="blinded-pairs">
      <caption>{t('results.pairs')}</caption>
      <thead>
        <tr>
          <td />
          {(['preferred', 'aShare', 'rated', 'difference', 'p', 'pHolm'] as const).map((name) => (
            <th key={name} scope="col">
              {t(`column.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {scores.pairs.map((pair) => (
          <tr key={`${pair.a} ${pair.b}`}>
            <th scope="row">{t('results.pair', { a: nameOf(pair.a), b: nameOf(pair.b) })}</th>
            <td>
              {pair.aChosen} : {pair.bChosen}
            </td>
            <td>{shown(pair.aShare, 3)}</td>
            <td>{pair.rated}</td>
            <td>{shown(pair.meanDifference, 2)}</td>
            <td>{pair.signedRank?.p.toPrecision(2) ?? '–'}</td>
            <td>{pair.signedRank?.pHolm.toPrecision(2) ?? '–'}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Case by case: which pane was whose, and what was said of it. */
export function BlindedCases({
  results: { cases, sources },
  nameOf,
  onCompare,
}: {
  results: BlindedResults;
  nameOf: (key: string) => string;
  onCompare: (instanceId: string) => void;
}) {
  const { t } = useTranslation('blinded');
  const chosenOf = (choice: string | null): string => {
    if (choice === null) return t('results.undecided');
    return choice === 'none' ? t('noPreference') : nameOf(choice);
  };
  return (
    <table className={styles.table} data-testid="blinded-cases">
      <caption>{t('results.cases')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('column.picture')}</th>
          <th scope="col">{t('column.best')}</th>
          {sources.map(({ key }) => (
            <th key={key} scope="col">
              {nameOf(key)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {cases.map(({ instanceId, fileName, order, choice, ratings }) => (
          <tr key={instanceId}>
            <th scope="row">
              <UnstyledButton
                fz="inherit"
                onClick={() => {
                  onCompare(instanceId);
                }}
              >
                {fileName}
              </UnstyledButton>
            </th>
            <td>{chosenOf(choice)}</td>
            {sources.map(({ key }) => {
              const pane = order.indexOf(key);
              const rating = ratings[key] ?? null;
              if (pane < 0) return <td key={key}>–</td>;
              return (
                <td key={key}>
                  {rating === null
                    ? t('results.inPane', { pane: pane + 1 })
                    : t('results.ratedInPane', { pane: pane + 1, rating })}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
