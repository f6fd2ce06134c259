import { dice, jaccard, sensitivity, specificity, type Counts } from '../agreement.js';
import { countMasks } from '../comparison/mask-agreement.js';
import { stapleConsensus, type MemberRates } from '../comparison/staple.js';
import { majorityOf, votedMask } from '../comparison/votes.js';
import type { SegmentId } from '../domain.js';
import { emptyMask, subtractMasks, type RunLengthMask } from '../labelmap.js';

/** How far two masks of one picture agree. */
export interface Agreement {
  readonly dice: number;
  readonly iou: number;
  /** Cohen's kappa over all pixels of the picture. */
  readonly kappa: number;
}

/**
 * Cohen's kappa of two raters of pixels: (observed - expected) / (1 - expected), where expected is
 * the agreement of raters who call as many pixels lesion as these by chance. 1 where both call every
 * pixel the same one thing.
 */
export function cohensKappa({ tp, fp, fn, tn }: Counts): number {
  const all = tp + fp + fn + tn;
  const observed = (tp + tn) / all;
  const expected = ((tp + fp) * (tp + fn) + (fn + tn) * (fp + tn)) / (all * all);
  return expected === 1 ? 1 : (observed - expected) / (1 - expected);
}

/** Throws `bad-input` for masks of different sizes. */
export function agreementOf(a: RunLengthMask, b: RunLengthMask): Agreement {
  const counts = countMasks(a, b);
  return { dice: dice(counts), iou: jaccard(counts), kappa: cohensKappa(counts) };
}

/** Pixels that some of the masks hold and others do not. Throws `bad-input` without masks. */
export function disagreementBand(masks: readonly RunLengthMask[]): RunLengthMask {
  return subtractMasks(votedMask(masks, 1), votedMask(masks, masks.length));
}

/**
 * The masks that count for a segment, of those who submitted one. Of the lesion everybody says
 * something: who left none, that there is none. Attributes and artefacts are drawn by who looks for
 * them, so only those who drew one, or emptied what was drawn, say something.
 *
 * @param masks null of who does not hold the segment
 */
export function votesFor(
  segment: SegmentId,
  masks: readonly (RunLengthMask | null)[],
  { width, height }: { readonly width: number; readonly height: number },
): RunLengthMask[] {
  return masks.flatMap((mask) => mask ?? (segment === 'lesion' ? emptyMask(width, height) : []));
}

/** What several masks are made one by. */
export type ConsensusMethod = 'majority' | 'staple';

/**
 * One mask of several, and each one's sensitivity and specificity: against the majority as counted,
 * or as STAPLE estimates them. Of two masks the majority is what both hold; of one it is that one.
 * Throws `bad-input` without masks or for masks of different sizes.
 */
export function consensusOf(
  method: ConsensusMethod,
  masks: readonly RunLengthMask[],
): { mask: RunLengthMask; rates: MemberRates[] } {
  if (method === 'staple' && masks.length > 1) return stapleConsensus(masks);
  const mask = votedMask(masks, majorityOf(masks.length));
  const rates = masks.map((each) => {
    const counts = countMasks(each, mask);
    return { sensitivity: sensitivity(counts), specificity: specificity(counts) };
  });
  return { mask, rates };
}
