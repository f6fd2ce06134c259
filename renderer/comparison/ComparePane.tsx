import { ActionIcon, Button, Loader, Tooltip } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { errorTexts } from '../texts/error-texts.js';
import { formatPercent } from '../texts/format.js';
import type { LinkedView } from '../viewport/linked-view.js';
import type { PaneMask } from '../viewport/pane-drawing.js';
import { PaneView } from '../viewport/PaneView.js';
import type { SharedPicture } from '../viewport/shared-picture.js';
import styles from './ComparePane.module.css';
import type { Pane } from './use-panes.js';

/** One source: who it is, what it cost and is worth, and its mask on the picture. */
export function ComparePane({
  pane,
  name,
  picture,
  view,
  masks,
  jaccard,
  onCorrect,
}: {
  pane: Pane;
  name: string;
  picture: SharedPicture;
  view: LinkedView;
  masks: readonly PaneMask[];
  /** Against the known mask; null where there is none. */
  jaccard: number | null;
  /** Null where no correction can start from this pane. */
  onCorrect: (() => void) | null;
}) {
  const { t, i18n } = useTranslation(['comparison', 'common']);
  const { found, error, retry } = pane;
  const run = found?.proposal?.run;
  const failed = error ? errorTexts(error, i18n.t) : null;
  const state = failed ? 'failed' : found ? 'ready' : 'running';
  return (
    <section
      className={styles.pane}
      aria-label={name}
      data-testid="compare-pane"
      data-source={pane.source.key}
      data-state={state}
    >
      <header className={styles.head}>
        <strong className={styles.name} title={name}>
          {name}
        </strong>
        {run && (
          <Tooltip label={t('pane.runHelp')}>
            <span>{t('pane.ms', { ms: run.runMs.toFixed(0) })}</span>
          </Tooltip>
        )}
        {run && (
          <Tooltip label={t('pane.confidenceHelp')}>
            <span>{t('pane.confidence', { share: formatPercent(run.confidence) })}</span>
          </Tooltip>
        )}
        {jaccard !== null && (
          <Tooltip label={t('score.jaccard.definition')}>
            <span data-testid="pane-jaccard">
              {t('pane.jaccard', { value: jaccard.toFixed(3) })}
            </span>
          </Tooltip>
        )}
        {onCorrect && (
          <Tooltip label={t('correct')}>
            <ActionIcon
              className={styles.correct ?? ''}
              size="sm"
              variant="subtle"
              aria-label={t('correctFrom', { name })}
              onClick={onCorrect}
            >
              <IconPencil size={15} aria-hidden />
            </ActionIcon>
          </Tooltip>
        )}
      </header>
      <div className={styles.picture}>
        <PaneView picture={picture} view={view} masks={masks} label={t('pane.label', { name })} />
        {state === 'running' && (
          <div className={styles.over} role="status">
            <Loader size="sm" aria-hidden />
            {t('pane.running')}
          </div>
        )}
        {failed && (
          <div className={styles.over} role="alert">
            {failed.what}
            <small>{failed.detail}</small>
            <Button size="compact-xs" variant="default" onClick={retry}>
              {t('common:action.tryAgain')}
            </Button>
          </div>
        )}
      </div>
    </section>
  );
}
