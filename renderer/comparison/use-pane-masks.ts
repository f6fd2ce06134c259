import { useMemo, useState } from 'react';
import type { RunLengthMask } from '../../shared/labelmap.js';
import type { PaneMask } from '../viewport/pane-drawing.js';
import { differenceMasks, ownMask, voteMasks, type ShownAs } from './pane-masks.js';
import type { Pane } from './use-panes.js';

/** What each pane draws over the picture; made again only when a mask or the way changes. */
export function usePaneMasks(panes: readonly Pane[], shown: ShownAs): readonly PaneMask[][] {
  const masks = useSameList(panes.map(({ found }) => found?.mask ?? null));
  const kinds = useSameList(panes.map(({ source }) => source.kind));
  return useMemo(() => {
    const [first = null] = masks;
    const there = masks.filter((mask): mask is RunLengthMask => mask !== null);
    const votes = shown === 'votes' ? voteMasks(there) : [];
    return masks.map((mask, index) => {
      const own = mask === null ? [] : ownMask(kinds[index] ?? 'model', mask, shown === 'fill');
      if (shown === 'votes') return [...votes, ...own];
      if (shown !== 'difference' || mask === null || first === null) return own;
      return index === 0 ? own : differenceMasks(first, mask);
    });
  }, [masks, kinds, shown]);
}

/** The list of the render before as long as it holds the same. */
function useSameList<Item>(list: readonly Item[]): readonly Item[] {
  const [kept, setKept] = useState(list);
  const same = kept.length === list.length && kept.every((item, index) => item === list[index]);
  if (!same) setKept(list);
  return same ? kept : list;
}
