import { startTransition, useCallback, useRef, useState } from 'react';
import type { SegmentId } from '../../shared/domain.js';
import type { PictureStage } from '../viewport/picture-stage.js';

/**
 * Foreground pixels of each segment: another map after every change of the masks. Whether a segment
 * has any says what can be done with it, and is told at once; how many there are is told when there is
 * time, since it renders the panels again at the end of every stroke.
 */
export function useAreas(stage: PictureStage): {
  readonly areas: ReadonlyMap<SegmentId, number>;
  readonly setArea: (segment: SegmentId, area: number) => void;
} {
  const [areas, setAreas] = useState<ReadonlyMap<SegmentId, number>>(() => new Map(stage.areas()));
  const newest = useRef(areas);
  const setArea = useCallback((segment: SegmentId, area: number) => {
    const before = newest.current.get(segment) ?? 0;
    if (area === before) return;
    newest.current = new Map(newest.current).set(segment, area);
    const tell = (): void => {
      setAreas((all) => new Map(all).set(segment, area));
    };
    if (before > 0 === area > 0) startTransition(tell);
    else tell();
  }, []);
  return { areas, setArea };
}
