import { ActionIcon, Tooltip } from '@mantine/core';
import { IconArrowLeft, IconArrowRight, IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatPercent } from '../texts/format.js';
import styles from './ComparePane.module.css';
import { ThresholdControl } from './ThresholdControl.js';
import type { Pane } from './use-panes.js';

/** What can be done with one pane; null where it cannot. */
export interface PaneActs {
  readonly correct: (() => void) | null;
  readonly moveLeft: (() => void) | null;
  readonly moveRight: (() => void) | null;
  readonly setThreshold: (threshold: number | null) => void;
}

/** Who a pane is, what it cost and is worth, and what can be done with it. */
export function PaneHead({
  pane,
  name,
  jaccard,
  threshold,
  acts,
}: {
  pane: Pane;
  name: string;
  /** Against the known mask; null where there is none. */
  jaccard: number | null;
  /** Null: the model's own. */
  threshold: number | null;
  acts: PaneActs;
}) {
  const { t } = useTranslation('comparison');
  const run = pane.found?.proposal?.run;
  return (
    <header className={styles.head}>
      <strong className={styles.name} title={name}>
        {name}
      </strong>
      {run && (
        <Tooltip label={t('pane.runHelp')}>
          <span className={styles.cost}>{t('pane.ms', { ms: run.runMs.toFixed(0) })}</span>
        </Tooltip>
      )}
      {run && (
        <Tooltip label={t('pane.confidenceHelp')}>
          <span className={styles.cost}>
            {t('pane.confidence', { share: formatPercent(run.confidence) })}
          </span>
        </Tooltip>
      )}
      {jaccard !== null && (
        <Tooltip label={t('score.jaccard.definition')}>
          <span data-testid="pane-jaccard">{t('pane.jaccard', { value: jaccard.toFixed(3) })}</span>
        </Tooltip>
      )}
      {run && (
        <ThresholdControl
          name={name}
          own={run.threshold}
          value={threshold}
          onChange={acts.setThreshold}
        />
      )}
      <span className={styles.acts}>
        <span className={styles.arrows}>
          <Act
            label={t('moveLeft', { name })}
            act={acts.moveLeft}
            icon={<IconArrowLeft size={14} />}
          />
          <Act
            label={t('moveRight', { name })}
            act={acts.moveRight}
            icon={<IconArrowRight size={14} />}
          />
        </span>
        <Act
          label={t('correctFrom', { name })}
          act={acts.correct}
          icon={<IconPencil size={15} />}
        />
      </span>
    </header>
  );
}

function Act({
  label,
  act,
  icon,
}: {
  label: string;
  act: (() => void) | null;
  icon: React.ReactNode;
}) {
  if (act === null) return null;
  return (
    <Tooltip label={label}>
      <ActionIcon size="sm" variant="subtle" aria-label={label} onClick={act}>
        {icon}
      </ActionIcon>
    </Tooltip>
  );
}
