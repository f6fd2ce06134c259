import { z } from 'zod';

/**
 * The ABCD rule of dermatoscopy (Stolz et al. 1994; Nachbar et al., J Am Acad Dermatol 1994;30:551):
 * asymmetry 0..2, abrupt border segments 0..8, colours 1..6, structures 1..5, and the total
 * dermoscopy score 1.3 A + 0.1 B + 0.5 C + 0.5 D. What is computed is a draft for a clinician; how
 * each number is drafted is Limen's own and is said in docs/abcd.md.
 */
export const abcdRanges = {
  asymmetry: [0, 2],
  border: [0, 8],
  colours: [1, 6],
  structures: [1, 5],
} as const;
export type AbcdPart = keyof typeof abcdRanges;
export const abcdParts = ['asymmetry', 'border', 'colours', 'structures'] as const;

const score = ([least, most]: readonly [number, number]) => z.int().min(least).max(most);

/** What a clinician confirms: each number within the rule. */
export const confirmedScores = z.object({
  asymmetry: score(abcdRanges.asymmetry),
  border: score(abcdRanges.border),
  colours: score(abcdRanges.colours),
  structures: score(abcdRanges.structures),
});

/** What is drafted: colours and structures may be 0, where none was found or marked. */
export const draftScores = confirmedScores.extend({
  colours: score([0, 6]),
  structures: score([0, 5]),
});
export type AbcdScores = z.infer<typeof draftScores>;

/** What a clinician confirmed, beside the draft that was shown. */
export const abcdRecord = z.object({
  draft: draftScores,
  confirmed: confirmedScores,
  reader: z.string(),
  confirmedAtMs: z.int().nonnegative(),
  /** The segmentation that was scored. */
  revisionId: z.string(),
  /** The masks are still as they were scored. */
  current: z.boolean(),
});
export type AbcdRecord = z.infer<typeof abcdRecord>;

export const abcdWeights: Readonly<Record<AbcdPart, number>> = {
  asymmetry: 1.3,
  border: 0.1,
  colours: 0.5,
  structures: 0.5,
};

/** The total dermoscopy score, to one decimal as it is given. */
export function totalScore(given: AbcdScores): number {
  const sum = abcdParts.reduce((total, part) => total + abcdWeights[part] * given[part], 0);
  return Math.round(sum * 10) / 10;
}
