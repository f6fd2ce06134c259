import { Center, Loader, Text } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { reportError } from '../report-error.js';
import { errorTexts } from '../texts/error-texts.js';
import { ErrorNotice } from '../ui/ErrorNotice.js';
import { LinkedView } from '../viewport/linked-view.js';
import type { SharedPicture } from '../viewport/shared-picture.js';
import { scoresAgainst } from './agreement-rows.js';
import { AgreementTables } from './AgreementTables.js';
import styles from './CompareScreen.module.css';
import { ComparePane } from './ComparePane.js';
import { onlyFirstColour, onlyThisColour, type ShownAs } from './pane-masks.js';
import type { Source } from './sources.js';
import { startCorrection } from './start-correction.js';
import { usePaneMasks } from './use-pane-masks.js';
import { usePanes, type Frame, type Pane } from './use-panes.js';
import { usePicture } from './use-picture.js';

interface StageProps extends Frame {
  readonly sources: readonly Source[];
  readonly chosen: readonly Source[];
  readonly nameOf: (key: string) => string;
  readonly shown: ShownAs;
  readonly linked: boolean;
  /** Null where nothing can be corrected. */
  readonly onRead: ((instanceId: string) => void) | null;
}

/** The panes and what they say of each other, once the picture is there. */
export function CompareStage(props: StageProps) {
  const { t, i18n } = useTranslation(['comparison', 'common']);
  const state = usePicture(props);
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
      return <Panes {...props} picture={state.picture} />;
  }
}

function Panes({
  instanceId,
  frame,
  sources,
  chosen,
  nameOf,
  shown,
  linked,
  onRead,
  picture,
}: StageProps & { picture: SharedPicture }) {
  const { t } = useTranslation(['comparison', 'common']);
  const at = useMemo(() => ({ instanceId, frame }), [instanceId, frame]);
  const panes = usePanes(at, chosen, sources);
  // A correction decides over a mask that came with the picture.
  const known = useKnown(at, sources);
  const names = panes.map(({ source }) => nameOf(source.key));
  const masks = usePaneMasks(panes, shown);
  const common = useMemo(() => new LinkedView(picture), [picture]);
  const scores = panes.map(({ found }) =>
    found && known?.found ? scoresAgainst(found.mask, known.found.mask) : null,
  );
  const correct = ({ found, source }: Pane): (() => void) | null => {
    const revisionId = 'revision' in source ? source.revision.id : found?.proposal?.revisionId;
    if (onRead === null || found === null || revisionId === undefined) return null;
    return () => {
      startCorrection(at, found.mask, revisionId).then(() => {
        onRead(instanceId);
      }, reportError);
    };
  };
  if (panes.length === 0) return <Text c="dimmed">{t('chooseSources')}</Text>;
  return (
    <>
      <div className={styles.panes} data-count={panes.length} data-testid="compare-panes">
        {panes.map((pane, index) => (
          <OwnView key={pane.source.key} picture={picture} common={linked ? common : null}>
            {(view) => (
              <ComparePane
                pane={pane}
                name={names[index] ?? ''}
                picture={picture}
                view={view}
                masks={masks[index] ?? []}
                jaccard={
                  pane.source.key === known?.source.key ? null : (scores[index]?.jaccard ?? null)
                }
                onCorrect={pane.source.kind === 'reader' ? null : correct(pane)}
              />
            )}
          </OwnView>
        ))}
      </div>
      {shown === 'difference' && (
        <div className={styles.legend}>
          <span>
            <i className={styles.swatch} style={{ background: onlyFirstColour }} />
            {t('onlyFirst', { name: names[0] })}
          </span>
          <span>
            <i className={styles.swatch} style={{ background: onlyThisColour }} />
            {t('onlyThis')}
          </span>
        </div>
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
    sources.find(({ kind }) => kind === 'reader') ?? sources.find(({ kind }) => kind === 'truth');
  return usePanes(at, source ? [source] : [], sources)[0] ?? null;
}

/** Gives a pane the common view, or one of its own that it keeps. */
function OwnView({
  picture,
  common,
  children,
}: {
  picture: SharedPicture;
  common: LinkedView | null;
  children: (view: LinkedView) => React.ReactNode;
}) {
  const own = useMemo(() => new LinkedView(picture), [picture]);
  return children(common ?? own);
}
