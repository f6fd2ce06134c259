import { z } from 'zod';

/** What is read next, and what passes without a reader. Terms are defined in docs/glossary.md. */

const identifier = z.string().regex(/^[0-9a-z-]{8,64}$/);
const share = z.number().min(0).max(1);
const seed = z.int().min(0).max(999_999_999);

/**
 * unread: in the order of import; low-confidence: the least confident proposal first; disagreement:
 * where models differ most; random: drawn by the seed; mixture: of ten pictures four by confidence,
 * two by disagreement, two drawn, two unread.
 */
export const worklistPolicy = z.enum([
  'unread',
  'low-confidence',
  'disagreement',
  'random',
  'mixture',
]);
export type WorklistPolicy = z.infer<typeof worklistPolicy>;

export const worklistChoice = z.object({ policy: worklistPolicy, seed });
export type WorklistChoice = z.infer<typeof worklistChoice>;

/** Why a picture waits: sent back by a review, assigned to this reader, drawn for control, unread. */
export const worklistReason = z.enum(['sent-back', 'assigned', 'control', 'unread']);
export type WorklistReason = z.infer<typeof worklistReason>;

export const worklistItem = z.object({
  instanceId: identifier,
  fileName: z.string(),
  /** A control is told apart from unread pictures in the counts only, so that it is read alike. */
  reason: worklistReason.exclude(['control']),
  /** Of the proposal; null without one. */
  confidence: share.nullable(),
  /** 1 - mean Jaccard over pairs of models; null where fewer than two ran. */
  disagreement: share.nullable(),
  /** Of a picture that was sent back: why. */
  note: z.string().nullable(),
});
export type WorklistItem = z.infer<typeof worklistItem>;

export const worklist = z.object({
  /** The first of them. */
  items: z.array(worklistItem),
  total: z.int(),
  counts: z.record(worklistReason, z.int()),
  /** Passed by the gate, and nobody has read them. */
  unreviewed: z.int(),
});

/** What a person decides of the gate. */
export const gateSetting = z.object({
  /** From this confidence on a proposal passes. */
  leastConfidence: share,
  /** Share of what passed that readers control. */
  controlRate: share,
  /** Share of failures (J < 0.65) in the control beyond which the gate stops. */
  failureLimit: z.number().min(0.01).max(0.99),
  seed,
});
export type GateSetting = z.infer<typeof gateSetting>;

/** How the control of a gate stands. */
export const gateControl = z.object({
  /** Drawn for control so far. */
  drawn: z.int(),
  /** Of them read with a mask to compare with. */
  judged: z.int(),
  /** Read, but submitted without a mask: not counted. */
  withoutMask: z.int(),
  failed: z.int(),
  /** One-sided exact binomial test of "no more fail than the limit". */
  p: share,
});
export type GateControl = z.infer<typeof gateControl>;

export const gateStatus = z.object({
  setting: gateSetting,
  state: z.enum(['open', 'stopped', 'closed']),
  model: z.object({ id: z.string(), version: z.string() }),
  passed: z.int(),
  control: gateControl,
});
export type GateStatus = z.infer<typeof gateStatus>;

/** Below this probability the control says that more fail than the limit allows, however few were read. */
export const gateSignificance = 0.05;
/** From this many judged controls on, their share of failures counts as it is. */
export const gateLeastJudged = 20;

/**
 * Whether a control stops its gate: failures beyond the limit among at least {@link gateLeastJudged},
 * or among fewer so many that the limit hardly allows for them.
 */
export function controlStops({ judged, failed, p }: GateControl, failureLimit: number): boolean {
  return p < gateSignificance || (judged >= gateLeastJudged && failed / judged > failureLimit);
}
