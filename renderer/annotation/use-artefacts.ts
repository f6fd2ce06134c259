import { useCallback, useEffect, useRef, useState } from 'react';
import { artefactIds, type SegmentId, type SegmentMask } from '../../shared/domain.js';
import { decodeMask, maskArea } from '../../shared/labelmap.js';
import { call } from '../api.js';
import type { PictureStage } from '../viewport/picture-stage.js';

/** How long to wait before looking again whether a hand still draws. */
const HAND_MS = 120;

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
  stage: PictureStage,
  { instanceId, frame }: { instanceId: string; frame: number },
  editable: boolean,
  areas: ReadonlyMap<SegmentId, number>,
  apply: (masks: readonly SegmentMask[]) => boolean,
): ArtefactsControl {
  const [search, setSearch] = useState<ArtefactSearch>({ kind: 'idle' });
  const find = useCallback(() => {
    const look = async (): Promise<void> => {
      setSearch({ kind: 'searching' });
      const { masks } = await call('artefacts.find', { instanceId, frame });
      // What is found would end a stroke that was begun meanwhile.
      while (stage.drawing()) await rest(HAND_MS);
      const isAnythingThere = masks.some(({ mask }) => maskArea(decodeMask(mask)) > 0);
      const changed = apply(masks);
      setSearch({ kind: changed ? 'found' : isAnythingThere ? 'same' : 'nothing' });
    };
    look().catch((error: unknown) => {
      setSearch({ kind: 'failed', error });
    });
  }, [stage, instanceId, frame, apply]);
  return {
    search,
    find: editable && search.kind !== 'searching' ? find : null,
    any: artefactIds.some((segment) => (areas.get(segment) ?? 0) > 0),
  };
}

function rest(milliseconds: number): Promise<void> {
  return new Promise((settle) => {
    setTimeout(settle, milliseconds);
  });
}

/**
 * Looks for artefacts once, where the reader wants that of every picture that is opened.
 *
 * @param untouched nothing was done on the picture yet, and it is ready to be worked on
 */
export function useArtefactsAtOpening(
  wanted: boolean,
  untouched: boolean,
  { find }: ArtefactsControl,
): void {
  const asked = useRef(false);
  useEffect(() => {
    if (!wanted || !untouched || find === null || asked.current) return;
    asked.current = true;
    find();
  }, [wanted, untouched, find]);
}
