import { z } from 'zod';

/** What a reader notes of a reading besides masks. Terms are defined in docs/glossary.md. */

export const difficulty = z.enum(['easy', 'medium', 'hard']);
export type Difficulty = z.infer<typeof difficulty>;

/** The longest comment that is kept. */
export const commentLength = 2000;

/** One reader's notes on one frame. */
export const readingRecord = z.object({
  flagged: z.boolean(),
  /** Free text; it never leaves the library. */
  comment: z.string().max(commentLength),
  difficulty: difficulty.nullable(),
  /** Time at work on the frame, without what was idle or hidden. */
  spentMs: z.int().nonnegative(),
  /** When the reader submitted it; null before. */
  submittedAtMs: z.int().nonnegative().nullable(),
});
export type ReadingRecord = z.infer<typeof readingRecord>;

/** What a reader changes by hand. */
export const readingNotes = readingRecord
  .pick({ flagged: true, comment: true, difficulty: true })
  .partial();
export type ReadingNotes = z.infer<typeof readingNotes>;

/** Pictures somebody has submitted or corrected, those nobody has, those somebody flagged. */
export const readingFilter = z.enum(['to-read', 'read', 'flagged']);
export type ReadingFilter = z.infer<typeof readingFilter>;
