import { useCallback, useState } from 'react';
import { artefactIds, type SegmentId, type SegmentMask } from '../../shared/domain.js';
import { decodeMask, maskArea } from '../../shared/labelmap.js';
import { call } from '../api.js';

/** How the last search for artefacts of the open frame ended, or that one is under way. */
export type ArtefactSearch =
  | { readonly kind: 'idle' | 'searching' | 'found' | 'nothing' | 'same' }
  | { readonly kind: 'failed'; readonly error: unknown };

export interface ArtefactsControl {
  readonly search: ArtefactSearch;
  /** Null while nothing can be changed. */
  readonly find: (() => void) | null;
  /** Some kind has pixels already. */
  readonly any: boolean;
}

/**
 * Finds hair, rulers, bubbles and a dark surround in a worker process and makes them the masks of the
 * artefacts' segments, as one act of the history.
 *
 * @param editable masks may be changed now
 */
export function useArtefacts(
  { instanceId, frame }: { instanceId: string; frame: number },
  editable: boolean,
  areas: ReadonlyMap<SegmentId, number>,
  apply: (masks: readonly SegmentMask[]) => boolean,
): ArtefactsControl {
  const [search, setSearch] = useState<ArtefactSearch>({ kind: 'idle' });
  const find = useCallback(() => {
    setSearch({ kind: 'searching' });
    call('artefacts.find', { instanceId, frame }).then(
      ({ masks }) => {
        const isAnythingThere = masks.some(({ mask }) => maskArea(decodeMask(mask)) > 0);
        const changed = apply(masks);
        setSearch({ kind: changed ? 'found' : isAnythingThere ? 'same' : 'nothing' });
      },
      (error: unknown) => {
        setSearch({ kind: 'failed', error });
      },
    );
  }, [instanceId, frame, apply]);
  return {
    search,
    find: editable && search.kind !== 'searching' ? find : null,
    any: artefactIds.some((segment) => (areas.get(segment) ?? 0) > 0),
  };
}
