import { z } from 'zod';
import { segmentId } from '../domain.js';

/** What readers submitted, and what a review made of it. Terms are defined in docs/glossary.md. */

const identifier = z.string().regex(/^[0-9a-z-]{8,64}$/);
const timeMs = z.int().nonnegative();

/**
 * reading: somebody who is to read it has not submitted; sent-back: the same, by a review's decision;
 * to-review: all have; accepted and rejected: decided.
 */
export const reviewState = z.enum(['reading', 'sent-back', 'to-review', 'accepted', 'rejected']);
export type ReviewState = z.infer<typeof reviewState>;

export const reviewReason = z.string().trim().min(1).max(500);

export const reviewCase = z.object({
  instanceId: identifier,
  frame: z.int().nonnegative(),
  fileName: z.string(),
  state: reviewState,
  submitted: z.int(),
  /** Readers who are to submit it still. */
  awaited: z.int(),
});
export type ReviewCase = z.infer<typeof reviewCase>;

/** One reader's submission; without a name until all have submitted. */
export const reviewedReading = z.object({
  name: z.string().nullable(),
  /** Null where the reader submitted no mask, or where it cannot be seen yet. */
  revisionId: identifier.nullable(),
  /** Foreground pixels of each segment that the mask holds; nothing where it cannot be seen. */
  areaPx: z.partialRecord(segmentId, z.int().nonnegative()),
  submittedAtMs: timeMs,
  spentMs: z.int().nonnegative(),
});
export type ReviewedReading = z.infer<typeof reviewedReading>;

export const reviewDecision = z.object({
  kind: z.enum(['accepted', 'rejected', 'sent-back']),
  revisionId: identifier.nullable(),
  reviewer: z.string(),
  /** To whom it was sent back. */
  reader: z.string().nullable(),
  reason: z.string(),
  decidedAtMs: timeMs,
});
export type ReviewDecision = z.infer<typeof reviewDecision>;

/** What a review does. */
export const reviewAct = z.discriminatedUnion('act', [
  /** A reader's submission, or the newest revision of the reviewer's own. */
  z.object({ act: z.literal('accept'), revisionId: identifier }),
  z.object({ act: z.literal('consensus'), method: z.enum(['majority', 'staple']) }),
  z.object({ act: z.literal('reject'), reason: reviewReason }),
  z.object({
    act: z.literal('send-back'),
    readers: z.array(z.string()).min(1).max(12),
    reason: reviewReason,
  }),
  /** The same reader reads it once more from the beginning, to know how far one agrees with oneself. */
  z.object({ act: z.literal('read-again'), reader: z.string() }),
]);
export type ReviewAct = z.infer<typeof reviewAct>;

const agreement = z.object({ dice: z.number(), iou: z.number(), kappa: z.number() });

/**
 * Agreement on a segment over pictures: between two readers, or with `b` null of one reader's
 * readings. Of an attribute only of pictures on which both drew it.
 */
export const agreementRow = z.object({
  a: z.string(),
  b: z.string().nullable(),
  segment: segmentId,
  pictures: z.int(),
  /** Pictures on which one of the two drew the attribute and the other did not. */
  oneOnly: z.int(),
  /** Means over pictures; null where there is none. */
  mean: agreement.nullable(),
});
export type AgreementRow = z.infer<typeof agreementRow>;

/** Agreement between the readers of a picture, by when the last of them submitted it. */
export const agreementPoint = z.object({ atMs: timeMs, dice: z.number(), kappa: z.number() });
export type AgreementPoint = z.infer<typeof agreementPoint>;
