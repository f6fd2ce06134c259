import { countIslands, type Islands } from '../../shared/components.js';
import { maskArea, subtractMasks, type RunLengthMask } from '../../shared/labelmap.js';
import type { IslandAct } from '../../shared/mask-command.js';

/** What an act on one island would make of the mask, and what it would cost. */
export interface IslandOutcome {
  readonly target: RunLengthMask;
  /** What would go. */
  readonly removed: RunLengthMask;
  /** Pixels that go. */
  readonly goes: number;
  /** Parts that go, as they lie in what is removed. */
  readonly parts: number;
}

/**
 * @param index of the island that is kept, or that goes
 * @param allowed what becomes of the mask where edits are restricted
 */
export function islandOutcome(
  islands: Islands,
  index: number,
  act: IslandAct,
  allowed: (target: RunLengthMask) => RunLengthMask,
): IslandOutcome {
  const { mask } = islands;
  const island = islands.island(index);
  const target = allowed(act === 'keep-island' ? island : subtractMasks(mask, island));
  const removed = subtractMasks(mask, target);
  return {
    target,
    removed,
    goes: maskArea(removed),
    parts: countIslands(removed),
  };
}
