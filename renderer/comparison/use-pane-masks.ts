import { useMemo } from 'react';
import type { ComparisonView } from '../../shared/domain.js';
import type { RunLengthMask } from '../../shared/labelmap.js';
import type { PaneLayer } from '../viewport/pane-drawing.js';
import { heatImage } from '../viewport/heat-canvas.js';
import { meanProbability } from '../viewport/mean-probability.js';
import { differenceMasks, ownMask, regionMasks, voteMasks } from './pane-masks.js';
import { differencesOf } from './regions.js';
import type { Pane } from './use-panes.js';
import { useSameList } from './use-same-list.js';

/** What each pane draws over the picture; made again only when a mask or the way changes. */
export function usePaneMasks(
  panes: readonly Pane[],
  shown: ComparisonView,
  /** The mask under correction; null where there is none to show. */
  draft: RunLengthMask | null,
): readonly PaneLayer[][] {
  const masks = useSameList(panes.map(({ found }) => found?.mask ?? null));
  const kinds = useSameList(panes.map(({ source }) => source.kind));
  const maps = useSameList(panes.map(({ map }) => map));
  return useMemo(() => {
    const [first = null] = masks;
    const there = masks.filter((mask): mask is RunLengthMask => mask !== null);
    const votes = shown === 'votes' ? voteMasks(there) : [];
    const all = maps.filter((map) => map !== null);
    return masks.map((mask, index) => {
      const kind = kinds[index] ?? 'model';
      const own = mask === null ? [] : ownMask(kind, mask, shown === 'fill');
      switch (shown) {
        case 'votes':
          return [...votes, ...own];
        case 'difference':
          if (mask === null || first === null || index === 0) return own;
          return differenceMasks(first, mask);
        case 'regions':
          if (mask === null || draft === null) return own;
          return regionMasks(draft, differencesOf(draft, mask));
        case 'uncertainty': {
          if (mask === null || kind === 'reader' || kind === 'truth') return own;
          const map = kind === 'model' ? (maps[index] ?? null) : meanProbability(all);
          if (map === null) return own;
          const image = heatImage({ map, kind: 'uncertainty' });
          return [{ image, width: mask.width, height: mask.height }, ...own];
        }
        default:
          return own;
      }
    });
  }, [masks, kinds, maps, shown, draft]);
}
