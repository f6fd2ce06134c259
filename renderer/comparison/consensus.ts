import { stapleMask } from '../../shared/comparison/staple.js';
import { majorityOf, votedMask } from '../../shared/comparison/votes.js';
import { jaccard } from '../../shared/agreement.js';
import { countMasks } from '../../shared/comparison/mask-agreement.js';
import type { MaskSource } from '../../shared/domain.js';
import type { RunLengthMask } from '../../shared/labelmap.js';
import { fewestVoters, type Consensus } from './sources.js';

/** A mask and the proposal it is of. */
export interface Voter {
  readonly mask: RunLengthMask;
  readonly source: MaskSource;
}

/** What the voters give together; null where there are too few. */
export function consensusMask(
  kind: Consensus,
  masks: readonly RunLengthMask[],
): RunLengthMask | null {
  if (masks.length < fewestVoters[kind]) return null;
  return kind === 'staple' ? stapleMask(masks) : votedMask(masks, majorityOf(masks.length));
}

/**
 * The voter that a mask is most like: what a correction that starts from an agreement corrects, as
 * the agreement itself is nobody's segmentation. Null without voters.
 */
export function nearestVoter(mask: RunLengthMask, voters: readonly Voter[]): Voter | null {
  let nearest: { voter: Voter; likeness: number } | null = null;
  for (const voter of voters) {
    const likeness = jaccard(countMasks(voter.mask, mask));
    if (nearest === null || likeness > nearest.likeness) nearest = { voter, likeness };
  }
  return nearest?.voter ?? null;
}
