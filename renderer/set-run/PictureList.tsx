import { Group, SegmentedControl, Select, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { outcomeOf } from '../../shared/comparison/compare-pairs.js';
import type { ComparisonReport } from '../../shared/comparison/report.js';
import type { SetRow } from '../../shared/domain.js';
import styles from './SetScreen.module.css';

const outcomes = ['all', 'win', 'loss', 'draw'] as const;
const mostShown = 200;

/** The pictures by how much one model is better than another; each opens in the comparison. */
export function PictureList({
  report,
  rows,
  titleOf,
  onCompare,
}: {
  report: ComparisonReport;
  rows: readonly SetRow[];
  titleOf: (modelId: string) => string;
  onCompare: (instanceId: string) => void;
}) {
  const { t } = useTranslation('setRun');
  const ids = report.models.map(({ id }) => id);
  const [a, setA] = useState(ids[0] ?? '');
  const [b, setB] = useState(ids[1] ?? ids[0] ?? '');
  const [outcome, setOutcome] = useState<(typeof outcomes)[number]>('all');
  const names = new Map(rows.map(({ id, fileName }) => [id, fileName]));
  const pictures = report.perPicture
    .map(({ id, models }) => {
      const [ofA, ofB] = [models[a]?.jaccard ?? 0, models[b]?.jaccard ?? 0];
      return { id, ofA, ofB, difference: ofA - ofB, outcome: outcomeOf(ofA - ofB) };
    })
    .filter((each) => outcome === 'all' || each.outcome === outcome)
    .sort((one, other) => one.difference - other.difference);
  const choose = (label: string, value: string, set: (id: string) => void) => (
    <Select
      size="xs"
      aria-label={label}
      allowDeselect={false}
      data={ids.map((id) => ({ value: id, label: titleOf(id) }))}
      value={value}
      onChange={(id) => {
        set(id ?? value);
      }}
    />
  );
  return (
    <>
      <Group gap="sm" mb="sm">
        {choose(t('list.first'), a, setA)}
        {choose(t('list.second'), b, setB)}
        <SegmentedControl
          size="xs"
          aria-label={t('list.outcome')}
          value={outcome}
          onChange={setOutcome}
          data={outcomes.map((value) => ({ value, label: t(`list.${value}`) }))}
        />
      </Group>
      <table data-testid="set-pictures">
        <caption>{t('list.caption', { shown: Math.min(mostShown, pictures.length) })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('list.picture')}</th>
            <th scope="col">{titleOf(a)}</th>
            <th scope="col">{titleOf(b)}</th>
            <th scope="col">{t('pair.difference')}</th>
          </tr>
        </thead>
        <tbody>
          {pictures.slice(0, mostShown).map(({ id, ofA, ofB, difference }) => (
            <tr key={id}>
              <th scope="row">
                <UnstyledButton
                  fz="inherit"
                  onClick={() => {
                    onCompare(id);
                  }}
                >
                  <img
                    className={styles.thumb}
                    src={`image://thumbnail/${id}/0?max=320`}
                    alt=""
                    loading="lazy"
                  />{' '}
                  {names.get(id)}
                </UnstyledButton>
              </th>
              <td>{ofA.toFixed(3)}</td>
              <td>{ofB.toFixed(3)}</td>
              <td>{difference.toFixed(3)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}
