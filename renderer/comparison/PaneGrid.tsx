import { useMemo, useState } from 'react';
import type { ComparisonLayout } from '../../shared/domain.js';
import { LinkedView } from '../viewport/linked-view.js';
import type { PaneLayer } from '../viewport/pane-drawing.js';
import type { SharedPicture } from '../viewport/shared-picture.js';
import type { Scores } from './agreement-rows.js';
import styles from './CompareScreen.module.css';
import { ComparePane } from './ComparePane.js';
import { PaneHead, type PaneActs } from './PaneHead.js';
import { currentRegionMask } from './pane-masks.js';
import { differencesOf, regionAt, stepRegion, type Region } from './regions.js';
import type { Draft } from './use-draft.js';
import type { Pane } from './use-panes.js';
import type { RunProgress } from './use-run-progress.js';

interface GridProps {
  readonly panes: readonly Pane[];
  readonly names: readonly string[];
  readonly layers: readonly PaneLayer[][];
  /** A row a pane; null where there is nothing to score it against. */
  readonly scores: readonly (Scores | null)[];
  readonly thresholds: ReadonlyMap<string, number>;
  readonly progress: ReadonlyMap<string, RunProgress>;
  readonly picture: SharedPicture;
  readonly layout: ComparisonLayout;
  /** Null where regions are not taken. */
  readonly draft: Draft | null;
  readonly actsOf: (index: number) => PaneActs;
}

/** Where the keyboard is: one region of one pane. */
interface Current {
  readonly key: string;
  readonly point: { readonly x: number; readonly y: number };
}

/** The panes beside one another, moving together unless they are unlinked. */
export function PaneGrid(props: GridProps) {
  const { panes, names, layers, scores, picture, layout, draft, actsOf } = props;
  const common = useMemo(() => new LinkedView(picture), [picture]);
  const [current, setCurrent] = useState<Current | null>(null);
  const drawn = draft?.state?.mask ?? null;

  const regionOf = (pane: Pane, point: { x: number; y: number }): Region | null =>
    drawn && pane.found && regionAt(differencesOf(drawn, pane.found.mask), point);
  const take = (pane: Pane, point: { x: number; y: number }): void => {
    const region = regionOf(pane, point);
    if (region && pane.found) draft?.toggle(region.mask, pane.found.sources);
  };
  const keysOf = (pane: Pane): Record<string, () => void> => {
    if (drawn === null || !pane.found) return {};
    const { mask } = pane.found;
    const { key } = pane.source;
    const at = current?.key === key ? current.point : null;
    const step = (way: 1 | -1) => () => {
      const point = stepRegion(differencesOf(drawn, mask), at, way);
      setCurrent(point && { key, point });
    };
    const takeCurrent = (): void => {
      if (at) take(pane, at);
      setCurrent(null);
    };
    return { '.': step(1), ',': step(-1), Enter: takeCurrent, ' ': takeCurrent };
  };
  const currentLayer = useMemo(() => {
    const pane = panes.find(({ source }) => source.key === current?.key);
    if (!pane?.found || !current || drawn === null) return null;
    const region = regionAt(differencesOf(drawn, pane.found.mask), current.point);
    return region && { key: current.key, layer: currentRegionMask(region.mask) };
  }, [panes, current, drawn]);

  return (
    <div
      className={styles.panes}
      data-count={panes.length}
      data-arrangement={layout.arrangement}
      data-testid="compare-panes"
    >
      {panes.map((pane, index) => {
        const { key } = pane.source;
        const extra = currentLayer?.key === key ? currentLayer.layer : null;
        return (
          <OwnView key={key} picture={picture} common={layout.linked ? common : null}>
            {(view) => (
              <ComparePane
                pane={pane}
                name={names[index] ?? ''}
                head={
                  <PaneHead
                    pane={pane}
                    name={names[index] ?? ''}
                    jaccard={scores[index]?.jaccard ?? null}
                    threshold={props.thresholds.get(key) ?? null}
                    acts={actsOf(index)}
                  />
                }
                picture={picture}
                view={view}
                layers={withLayer(layers[index] ?? [], extra)}
                progress={
                  pane.source.kind === 'model'
                    ? (props.progress.get(pane.source.model.id) ?? null)
                    : null
                }
                onPick={
                  drawn === null
                    ? null
                    : (point) => {
                        take(pane, point);
                      }
                }
                keys={keysOf(pane)}
              />
            )}
          </OwnView>
        );
      })}
    </div>
  );
}

/** The same list as long as nothing is added, so that a pane draws no more than it must. */
function withLayer(layers: readonly PaneLayer[], extra: PaneLayer | null): readonly PaneLayer[] {
  return extra === null ? layers : [...layers, extra];
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
