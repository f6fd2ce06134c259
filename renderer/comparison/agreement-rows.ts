import { dice, jaccard, sensitivity, specificity } from '../../shared/agreement.js';
import { boundaryAgreement } from '../../shared/comparison/boundary.js';
import { countMasks, resizeMask } from '../../shared/comparison/mask-agreement.js';
import type { RunLengthMask } from '../../shared/labelmap.js';

/** Scores of one mask against the known one, each with its own definition in the texts. */
export interface Scores {
  readonly jaccard: number;
  readonly dice: number;
  readonly sensitivity: number;
  readonly specificity: number;
  readonly hausdorff95: number;
  readonly meanSurfaceDistance: number;
  readonly surfaceDice: number;
}

const reducedSide = 256;

/** Those of pixel counts at native size, the boundary scores with both masks at 256 x 256. */
export const scoresAgainst = remembered((mask, known): Scores => {
  const counts = countMasks(mask, known);
  const reduced = (each: RunLengthMask) => resizeMask(each, reducedSide, reducedSide);
  return {
    jaccard: jaccard(counts),
    dice: dice(counts),
    sensitivity: sensitivity(counts),
    specificity: specificity(counts),
    ...boundaryAgreement(reduced(mask), reduced(known)),
  };
});

const overlap = remembered((a, b) => jaccard(countMasks(a, b)));

/** Jaccard of every two masks; null where one of them is not there yet. */
export function agreementMatrix(masks: readonly (RunLengthMask | null)[]): (number | null)[][] {
  return masks.map((a) => masks.map((b) => (a === null || b === null ? null : overlap(a, b))));
}

/** A screen asks again at each render; the answer is kept as long as both masks are. */
function remembered<Answer>(
  ask: (a: RunLengthMask, b: RunLengthMask) => Answer,
): (a: RunLengthMask, b: RunLengthMask) => Answer {
  const known = new WeakMap<RunLengthMask, WeakMap<RunLengthMask, { answer: Answer }>>();
  return (a, b) => {
    const ofA = known.get(a) ?? new WeakMap<RunLengthMask, { answer: Answer }>();
    known.set(a, ofA);
    const found = ofA.get(b) ?? { answer: ask(a, b) };
    ofA.set(b, found);
    return found.answer;
  };
}
