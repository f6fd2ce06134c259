import { useCallback, useEffect, useMemo, useState } from 'react';
import { islandsOf, type Islands } from '../../shared/components.js';
import type { SegmentId } from '../../shared/domain.js';
import type { IslandAct } from '../../shared/mask-command.js';
import type { PictureStage } from '../viewport/picture-stage.js';
import type { Restriction, StageListener } from '../viewport/stage-types.js';
import { restricted } from './guarded-mask.js';
import { islandOutcome, type IslandOutcome } from './island-outcome.js';
import type { Reading } from './use-reading.js';

export interface IslandControl {
  /** What a click does; null while islands are not asked for. */
  readonly act: IslandAct | null;
  /** Islands of the segment in use. */
  readonly count: number;
  /** What a click would do with the island that is pointed at; null without one. */
  readonly outcome: IslandOutcome | null;
  readonly begin: (act: IslandAct) => void;
  readonly end: () => void;
  readonly point: StageListener['onPoint'];
  /** Point at the next island, as a keyboard does. */
  readonly next: () => void;
  /** Do it with the island that is pointed at. */
  readonly apply: () => void;
}

interface Pointed {
  readonly islands: Islands;
  readonly index: number;
}

/**
 * Keeps or removes the island that is clicked. They are found once for each state of the mask, so that a
 * move of the pointer only looks up which one it is over. It goes on until it is ended.
 *
 * @param state changes with every change of the masks
 * @param editable the segment may be changed now; without that nothing is shown or done
 */
export function useIslandChoice(
  stage: PictureStage,
  segment: SegmentId,
  state: unknown,
  { editable, restriction }: { editable: boolean; restriction: Restriction | null },
  onApply: Reading['applyCommand'],
): IslandControl {
  const [act, setAct] = useState<IslandAct | null>(null);
  const [pointed, setPointed] = useState<Pointed | null>(null);
  const going = act !== null && editable;
  const found = useMemo(() => {
    const mask = going ? stage.mask(segment) : null;
    return mask && { islands: islandsOf(mask), state };
  }, [going, stage, segment, state]);
  const islands = found?.islands ?? null;
  // Of a mask that changed since, another number is another island.
  const index = pointed !== null && pointed.islands === islands ? pointed.index : null;

  const outcomeAt = useCallback(
    (at: number): IslandOutcome | null =>
      act === null || islands === null
        ? null
        : islandOutcome(islands, at, act, (target) =>
            restricted(stage, segment, target, restriction),
          ),
    [act, islands, stage, segment, restriction],
  );
  const outcome = useMemo(() => (index === null ? null : outcomeAt(index)), [index, outcomeAt]);
  useEffect(() => {
    if (outcome === null) return undefined;
    stage.setPreview(act === 'keep-island' ? outcome.target : outcome.removed);
    return () => {
      stage.setPreview(null);
    };
  }, [stage, act, outcome]);

  const applyTo = (wanted: IslandOutcome | null): void => {
    if (act === null || islands === null || wanted === null || wanted.goes === 0) return;
    // What changed just now is not in what was found, which is about to be found again.
    if (!stage.holds(segment, islands.mask)) return;
    onApply(segment, act, wanted.target, null);
  };

  return {
    act,
    count: islands?.count ?? 0,
    outcome,
    begin: setAct,
    end: () => {
      setAct(null);
      setPointed(null);
    },
    point: (pixel, pressed) => {
      if (islands === null) return;
      const at = pixel && islands.at(pixel.x, pixel.y);
      if (at !== index) setPointed(at === null ? null : { islands, index: at });
      if (pressed && at !== null) applyTo(at === index ? outcome : outcomeAt(at));
    },
    next: () => {
      if (islands === null || islands.count === 0) return;
      setPointed({ islands, index: index === null ? 0 : (index + 1) % islands.count });
    },
    apply: () => {
      applyTo(outcome);
    },
  };
}
