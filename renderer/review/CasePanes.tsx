import { SegmentedControl } from '@mantine/core';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { SegmentId } from '../../shared/domain.js';
import { subtractMasks, type RunLengthMask } from '../../shared/labelmap.js';
import { disagreementBand, type ConsensusMethod } from '../../shared/review/reader-agreement.js';
import { formatDuration } from '../texts/format.js';
import { LinkedView } from '../viewport/linked-view.js';
import { maskPath, type PaneLayer } from '../viewport/pane-drawing.js';
import { PaneView } from '../viewport/PaneView.js';
import type { SharedPicture } from '../viewport/shared-picture.js';
import styles from './ReviewScreen.module.css';
import type { SeenReading } from './use-case.js';

/** Okabe-Ito, as everywhere two masks are told apart. */
const onlyFirstColour = '#56b4e9';
const onlySecondColour = '#e69f00';
const correctionColour = '#ffc24b';
const consensusColour = '#ffffff';
const bandFill = 0.6;

const outline = (mask: RunLengthMask, colour: string): PaneLayer => ({
  path: maskPath(mask),
  colour,
  fill: 0,
  outline: 'solid',
});
const area = (mask: RunLengthMask, colour: string): PaneLayer => ({
  path: maskPath(mask),
  colour,
  fill: bandFill,
  outline: 'none',
});

/** Each reading on the picture, and beside them where they differ with what would be made of them. */
export function CasePanes({
  picture,
  readings,
  names,
  masks,
  segment,
  consensus,
}: {
  picture: SharedPicture;
  readings: readonly SeenReading[];
  names: readonly string[];
  /** What counts for the segment: of the lesion also an empty one of who drew none. */
  masks: readonly RunLengthMask[];
  segment: SegmentId;
  /** Drawn over where they differ; null for none. */
  consensus: RunLengthMask | null;
}) {
  const { t } = useTranslation('review');
  const view = useMemo(() => new LinkedView(picture), [picture]);
  const own = useMemo(
    () => readings.map(({ mask }) => (mask ? [outline(mask, correctionColour)] : [])),
    [readings],
  );
  const band = useMemo(() => {
    const [a, b] = masks;
    if (!a || !b) return [];
    const differing =
      masks.length === 2
        ? [area(subtractMasks(a, b), onlyFirstColour), area(subtractMasks(b, a), onlySecondColour)]
        : [area(disagreementBand(masks), onlySecondColour)];
    return consensus ? [...differing, outline(consensus, consensusColour)] : differing;
  }, [masks, consensus]);
  /** Why there is nothing to see; null where there is. */
  const noteOf = (
    { name, revisionId, areaPx }: Pick<SeenReading, 'name' | 'revisionId' | 'areaPx'>,
    of: SegmentId,
  ): string | null => {
    if (name === null) return null;
    if (revisionId === null) return t('withoutMask');
    return of !== 'lesion' && areaPx[of] === undefined ? t('notDrawn') : null;
  };
  return (
    <div className={styles.panes}>
      {readings.map(({ submittedAtMs, spentMs, revisionId, name, areaPx }, index) => (
        <section key={submittedAtMs} className={styles.pane} data-testid="review-pane">
          <h2>
            {names[index]}
            <small>
              {noteOf({ name, revisionId, areaPx }, segment) ??
                (spentMs > 0 && formatDuration(spentMs))}
            </small>
          </h2>
          <div className={styles.picture}>
            <PaneView
              picture={picture}
              view={view}
              masks={own[index] ?? []}
              label={names[index] ?? ''}
            />
          </div>
        </section>
      ))}
      {masks.length > 1 && (
        <section className={styles.pane} data-testid="review-band">
          <h2>{t('band')}</h2>
          <div className={styles.picture}>
            <PaneView picture={picture} view={view} masks={band} label={t('band')} />
          </div>
        </section>
      )}
    </div>
  );
}

/** Which consensus is shown with the band, and what its colours are. */
export function BandBar({
  letters,
  method,
  onMethod,
}: {
  /** Of those who say something of the segment. */
  letters: readonly string[];
  method: ConsensusMethod | null;
  onMethod: (method: ConsensusMethod | null) => void;
}) {
  const { t } = useTranslation('review');
  return (
    <div className={styles.band}>
      <span>{t('consensus')}</span>
      <SegmentedControl
        size="xs"
        aria-label={t('consensus')}
        value={method ?? 'none'}
        data={[
          { value: 'none', label: t('method.none') },
          { value: 'majority', label: t('method.majority') },
          { value: 'staple', label: 'STAPLE' },
        ]}
        onChange={(value) => {
          onMethod(value === 'majority' || value === 'staple' ? value : null);
        }}
      />
      {letters.length === 1 && <span>{t('onlyOne')}</span>}
      {letters.length === 2 && (
        <>
          <span>
            <i className={styles.swatch} style={{ background: onlyFirstColour }} />
            {t('only', { letter: letters[0] })}
          </span>
          <span>
            <i className={styles.swatch} style={{ background: onlySecondColour }} />
            {t('only', { letter: letters[1] })}
          </span>
        </>
      )}
    </div>
  );
}
