import { Button, Loader } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { errorTexts } from '../texts/error-texts.js';
import type { LinkedView } from '../viewport/linked-view.js';
import type { PaneLayer } from '../viewport/pane-drawing.js';
import { PaneView } from '../viewport/PaneView.js';
import type { SharedPicture } from '../viewport/shared-picture.js';
import styles from './ComparePane.module.css';
import { fewestVoters } from './sources.js';
import type { Pane } from './use-panes.js';
import type { RunProgress } from './use-run-progress.js';

/** One source: its head, and its mask on the picture. */
export function ComparePane({
  pane,
  name,
  head,
  picture,
  view,
  layers,
  progress,
  onPick,
  keys,
}: {
  pane: Pane;
  name: string;
  head: React.ReactNode;
  picture: SharedPicture;
  view: LinkedView;
  layers: readonly PaneLayer[];
  /** Of the model's run; null while it waits for its turn. */
  progress: RunProgress | null;
  /** Null where a click does nothing. */
  onPick: ((point: { x: number; y: number }) => void) | null;
  keys: Readonly<Record<string, () => void>>;
}) {
  const { t } = useTranslation(['comparison', 'common']);
  const label = t(onPick ? 'pane.pickLabel' : 'pane.label', { name });
  return (
    <section
      className={styles.pane}
      aria-label={name}
      data-testid="compare-pane"
      data-source={pane.source.key}
      data-state={stateOf(pane)}
    >
      {head}
      <div className={styles.picture}>
        <PaneView
          picture={picture}
          view={view}
          masks={layers}
          label={label}
          onPick={onPick}
          keys={keys}
        />
        <PaneState pane={pane} progress={progress} />
      </div>
    </section>
  );
}

function stateOf({ error, found, tooFew }: Pane): string {
  if (error) return 'failed';
  if (found) return 'ready';
  return tooFew ? 'too-few' : 'running';
}

/** Why there is no mask yet. */
function PaneState({ pane, progress }: { pane: Pane; progress: RunProgress | null }) {
  const { t, i18n } = useTranslation(['comparison', 'common']);
  const { source, error, retry } = pane;
  if (error) {
    const { what, detail } = errorTexts(error, i18n.t);
    return (
      <div className={styles.over} role="alert">
        {what}
        <small>{detail}</small>
        <Button size="compact-xs" variant="default" onClick={retry}>
          {t('common:action.tryAgain')}
        </Button>
      </div>
    );
  }
  if (pane.found) return null;
  if (source.kind === 'majority' || source.kind === 'staple') {
    return (
      <div className={styles.over} role="status">
        {pane.tooFew
          ? t('pane.tooFew', { count: fewestVoters[source.kind] })
          : t('pane.waitsForModels')}
      </div>
    );
  }
  const running = progress !== null || source.kind !== 'model';
  return (
    <div className={styles.over} role="status">
      <Loader size="sm" aria-hidden />
      {t(running ? 'pane.running' : 'pane.waiting')}
      {pane.cancel && (
        <Button size="compact-xs" variant="default" onClick={pane.cancel}>
          {t('common:action.cancel')}
        </Button>
      )}
      {progress !== null && progress.expectedMs !== null && (
        <span className={styles.progress} aria-hidden>
          <i style={{ animationDuration: `${String(Math.round(progress.expectedMs))}ms` }} />
        </span>
      )}
    </div>
  );
}
