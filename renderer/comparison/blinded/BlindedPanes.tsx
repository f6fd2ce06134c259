import { Center, Loader, Radio, Rating } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BlindedAnswer } from '../../../shared/blinded.js';
import { errorTexts } from '../../texts/error-texts.js';
import { ErrorNotice } from '../../ui/ErrorNotice.js';
import { LinkedView } from '../../viewport/linked-view.js';
import { PaneView } from '../../viewport/PaneView.js';
import type { SharedPicture } from '../../viewport/shared-picture.js';
import paneStyles from '../ComparePane.module.css';
import gridStyles from '../CompareScreen.module.css';
import { ownMask } from '../pane-masks.js';
import { usePicture } from '../../viewport/use-picture.js';
import styles from './Blinded.module.css';
import type { ShownCase } from './use-blinded-case.js';

interface PanesProps {
  readonly shown: ShownCase;
  readonly filled: boolean;
  readonly onChoose: (pane: BlindedAnswer['choice']) => void;
  readonly onRate: (pane: number, rating: number) => void;
}

/** The masks of a case, all drawn alike, under numbers in place of names. */
export function BlindedPanes(props: PanesProps) {
  const { t, i18n } = useTranslation(['blinded', 'common']);
  const { instanceId } = props.shown;
  const state = usePicture({ instanceId, frame: 0 });
  switch (state.kind) {
    case 'loading':
      return (
        <Center flex={1}>
          <Loader size="sm" aria-label={t('common:loading')} />
        </Center>
      );
    case 'failed':
      return <ErrorNotice {...errorTexts(state.error, i18n.t)} />;
    case 'ready':
      return <Grid {...props} picture={state.picture} />;
  }
}

function Grid({
  shown: { masks, answer },
  filled,
  onChoose,
  onRate,
  picture,
}: PanesProps & { picture: SharedPicture }) {
  const { t } = useTranslation(['blinded', 'comparison']);
  const view = useMemo(() => new LinkedView(picture), [picture]);
  const layers = useMemo(
    () => masks.map((mask) => ownMask('model', mask, filled)),
    [masks, filled],
  );
  return (
    <div className={gridStyles.panes} data-count={masks.length} data-arrangement="grid">
      {masks.map((_, pane) => {
        const name = t('pane', { number: pane + 1 });
        const chosen = answer.choice === pane;
        return (
          <section
            key={pane}
            className={`${paneStyles.pane ?? ''} ${styles.pane ?? ''}`}
            aria-label={name}
            data-testid="blinded-pane"
            data-chosen={chosen}
          >
            <header className={paneStyles.head}>
              <strong className={paneStyles.name}>{name}</strong>
              <Radio
                size="xs"
                name="blinded-choice"
                label={t('best')}
                aria-label={t('bestOf', { name })}
                checked={chosen}
                onChange={() => {
                  onChoose(pane);
                }}
              />
              <Rating
                ml="auto"
                size="xs"
                aria-label={t('ratingOf', { name })}
                getSymbolLabel={(rating) => t('rated', { name, rating })}
                value={answer.ratings[pane] ?? 0}
                onChange={(rating) => {
                  onRate(pane, rating);
                }}
              />
            </header>
            <div className={paneStyles.picture}>
              <PaneView
                picture={picture}
                view={view}
                masks={layers[pane] ?? []}
                label={t('comparison:pane.label', { name })}
              />
            </div>
          </section>
        );
      })}
    </div>
  );
}
