import { z } from 'zod';
import { identifier, modelReference } from './domain.js';

/** Blinded readings: masks of several sources beside one another, their names hidden. */

export const mostBlinded = 6;

/** A mask's origin: `model:<id>`, the newest correction, or the known mask. */
export const blindedSource = z.object({
  key: z.string().max(200),
  /** Null for masks that people made. */
  model: modelReference.nullable(),
});
export type BlindedSource = z.infer<typeof blindedSource>;

/** From 1, the worst, to 5. */
const rating = z.int().min(1).max(5).nullable();

/** What a reader decided of a case, by panes in the order they are shown in. */
export const blindedAnswer = z.object({
  /** The best pane, from 0; `none` where none is better; null where nothing was decided yet. */
  choice: z.union([
    z
      .int()
      .min(0)
      .max(mostBlinded - 1),
    z.literal('none'),
    z.null(),
  ]),
  ratings: z.array(rating).max(mostBlinded),
});
export type BlindedAnswer = z.infer<typeof blindedAnswer>;

/** A blinded reading as far as may be told before its end: not what is compared. */
export const blindedSummary = z.object({
  id: identifier,
  reader: z.string(),
  createdAtMs: z.int(),
  panes: z.int(),
  cases: z.int(),
  /** Cases with a decision. */
  decided: z.int(),
  /** Null while it is blind. */
  revealedAtMs: z.int().nullable(),
});
export type BlindedSummary = z.infer<typeof blindedSummary>;

/** A case after the names were told; everything is by the source's key. */
export const revealedCase = z.object({
  instanceId: identifier,
  fileName: z.string(),
  /** Sources in the order their panes had; empty where the case was never shown. */
  order: z.array(z.string()),
  /** The revisions that were shown, by source. */
  revisions: z.record(z.string(), identifier),
  /** A source's key, `none`, or null where nothing was decided. */
  choice: z.string().nullable(),
  ratings: z.record(z.string(), rating),
  answeredAtMs: z.int().nullable(),
});
export type RevealedCase = z.infer<typeof revealedCase>;

export const blindedResults = z.object({
  reading: blindedSummary,
  /** The order of the panes follows from it (shared/comparison/blind-order.ts). */
  seed: z.int(),
  sources: z.array(blindedSource),
  cases: z.array(revealedCase),
});
export type BlindedResults = z.infer<typeof blindedResults>;
