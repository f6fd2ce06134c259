import { Center, Loader, Text } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ComparisonLayout } from '../../shared/domain.js';
import { reportError } from '../report-error.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import type { SharedPicture } from '../viewport/shared-picture.js';
import { scoresAgainst } from './agreement-rows.js';
import { AgreementTables } from './AgreementTables.js';
import styles from './CompareScreen.module.css';
import { DraftBar } from './DraftBar.js';
import { Legend } from './Legend.js';
import { PairView } from './PairView.js';
import { PaneGrid } from './PaneGrid.js';
import type { PaneActs } from './PaneHead.js';
import type { Source } from './sources.js';
import { originOf, startsOf } from './starts.js';
import { useDraft } from './use-draft.js';
import { useDraftKeys } from './use-draft-keys.js';
import { usePaneMasks } from './use-pane-masks.js';
import { useMasksAhead, usePanes, type Frame, type Pane } from './use-panes.js';
import { usePicture } from '../viewport/use-picture.js';
import { useRunProgress, type RunProgress } from './use-run-progress.js';

interface StageProps extends Frame {
  readonly sources: readonly Source[];
  readonly chosen: readonly Source[];
  readonly nameOf: (key: string) => string;
  readonly layout: ComparisonLayout;
  readonly onOrder: (keys: string[]) => void;
  /** Null where nothing can be corrected. */
  readonly onRead: ((instanceId: string) => void) | null;
}

/** The panes and what they say of each other, once the picture is there. */
export function CompareStage(props: StageProps) {
  const { t, i18n } = useTranslation(['comparison', 'common']);
  const state = usePicture(props);
  const { instanceId, frame, chosen } = props;
  const at = useMemo(() => ({ instanceId, frame }), [instanceId, frame]);
  const progress = useRunProgress(at);
  useMasksAhead(at, chosen);
  switch (state.kind) {
    case 'loading':
      return (
        <Center h="100%">
          <Loader size="sm" aria-label={t('common:loading')} />
        </Center>
      );
    case 'failed':
      return (
        <Center h="100%" p="lg">
          <ErrorNotice {...errorTexts(state.error, i18n.t)} />
        </Center>
      );
    case 'ready':
      return <Panes {...props} at={at} progress={progress} picture={state.picture} />;
  }
}

function Panes({
  at,
  progress,
  sources,
  chosen,
  nameOf,
  layout,
  onOrder,
  onRead,
  picture,
}: Omit<StageProps, keyof Frame> & {
  at: Frame;
  progress: ReadonlyMap<string, RunProgress>;
  picture: SharedPicture;
}) {
  const { t } = useTranslation(['comparison', 'common']);
  const [thresholds, setThresholds] = useState<ReadonlyMap<string, number>>(new Map());
  const { view } = layout;
  const panes = usePanes(at, chosen, { thresholds, maps: view === 'uncertainty' });
  const draft = useDraft(at);
  useDraftKeys(draft, onRead !== null);
  // A correction decides over a mask that came with the picture.
  const known = useKnown(at, sources);
  const names = panes.map(({ source }) => nameOf(source.key));
  const takesRegions = view === 'regions' && onRead !== null;
  const layers = usePaneMasks(panes, view, takesRegions ? (draft.state?.mask ?? null) : null);
  const scores = panes.map(({ found }) =>
    found && known?.found ? scoresAgainst(found.mask, known.found.mask) : null,
  );
  const openDraft = (): void => {
    draft.handOver();
    onRead?.(at.instanceId);
  };
  const actsOf = (index: number): PaneActs => {
    const pane = panes[index];
    const key = pane?.source.key ?? '';
    const origin = pane && originOf(pane, panes);
    const swap = (by: 1 | -1): (() => void) | null => {
      const other = chosen[index + by];
      if (other === undefined) return null;
      return () => {
        const keys = chosen.map((source) => source.key);
        keys.splice(
          Math.min(index, index + by),
          2,
          ...(by > 0 ? [other.key, key] : [key, other.key]),
        );
        onOrder(keys);
      };
    };
    const newest = pane?.source.kind === 'reader' && !pane.source.older;
    return {
      correct:
        onRead === null || !pane?.found || !origin || newest
          ? null
          : () => {
              if (pane.found) draft.replace(pane.found.mask, origin).then(openDraft, reportError);
            },
      moveLeft: swap(-1),
      moveRight: swap(1),
      setThreshold: (threshold) => {
        setThresholds((before) => {
          const after = new Map(before);
          if (threshold === null) after.delete(key);
          else after.set(key, threshold);
          return after;
        });
      },
    };
  };
  if (panes.length === 0) return <Text c="dimmed">{t('chooseSources')}</Text>;
  return (
    <>
      {view === 'swipe' || view === 'flicker' ? (
        <PairView panes={panes} names={names} picture={picture} how={view} />
      ) : (
        <PaneGrid
          {...{ panes, names, layers, scores, thresholds, progress, picture, layout, actsOf }}
          draft={takesRegions ? draft : null}
        />
      )}
      <Legend view={view} first={names[0] ?? ''} />
      {onRead && (
        <DraftBar draft={draft} starts={startsOf(panes, names, draft, t)} onOpen={openDraft} />
      )}
      <div className={styles.below} tabIndex={0} role="region" aria-label={t('tables')}>
        <AgreementTables
          panes={panes}
          names={names}
          scores={scores}
          known={known ? nameOf(known.source.key) : null}
        />
      </div>
    </>
  );
}

/** The mask that scores are against: the correction, else the known one; null without any. */
function useKnown(at: Frame, sources: readonly Source[]): Pane | null {
  const source =
    sources.find(({ key }) => key === 'reader') ?? sources.find(({ kind }) => kind === 'truth');
  return usePanes(at, source ? [source] : [])[0] ?? null;
}
