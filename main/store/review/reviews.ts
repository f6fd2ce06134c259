import { AppError } from '../../../shared/errors.js';
import { decodeMask, encodeMask, maskArea } from '../../../shared/labelmap.js';
import {
  consensusOf,
  disagreementBand,
  votesFor,
} from '../../../shared/review/reader-agreement.js';
import type { Revision, SegmentId } from '../../../shared/domain.js';
import type {
  ReviewAct,
  ReviewDecision,
  ReviewedReading,
  ReviewState,
} from '../../../shared/review/review.js';
import type { Audit } from '../audit.js';
import type { Database } from '../database.js';
import type { FrameReference } from '../journal-rows.js';
import type { ReadingRecords } from '../reading-records.js';
import type { Revisions } from '../revisions.js';
import { requireFrame } from '../revisions.js';
import type { Instances } from '../instances.js';
import { sha256Of } from '../stored-mask.js';
import type { Assignments } from './assignments.js';
import { decisionsOf, insertDecision, type NewDecision } from './decisions.js';
import { beginAgain } from './readings-again.js';
import { submissionsInEffect, type Submission } from './submissions.js';

interface ReviewParts {
  readonly instances: Instances;
  readonly revisions: Revisions;
  readonly records: ReadingRecords;
  readonly assignments: Assignments;
}

/** A frame as a review sees it. */
export interface ReviewedFrame {
  state: ReviewState;
  /** In the order in which they were made. */
  readings: ReviewedReading[];
  awaited: number;
  decisions: ReviewDecision[];
}

/** What leaves the library of a frame: the mask decided on or corrected last, or why none does. */
export type Settled = { revision: Revision | null } | { waits: 'review' | 'rejected' };

/** From submissions to one mask that counts: accepted, agreed upon, rejected, or sent back. */
export class Reviews {
  readonly #database: Database;
  readonly #parts: ReviewParts;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(database: Database, parts: ReviewParts, audit: Audit, now: () => number) {
    this.#database = database;
    this.#parts = parts;
    this.#audit = audit;
    this.#now = now;
  }

  /** Names and masks stay hidden until all who are to read the frame have submitted. */
  get(at: FrameReference): ReviewedFrame {
    const { instances, records, revisions } = this.#parts;
    requireFrame(instances.get(at.instanceId), at.frame);
    const submissions = submissionsInEffect(this.#database, at);
    const decisions = decisionsOf(this.#database, at);
    const awaited = this.#awaited(at, submissions);
    const hidden = awaited.length > 0;
    return {
      state: this.#state(submissions, decisions, hidden),
      readings: submissions.map(({ reader, revisionId, submittedAtMs }) => ({
        name: hidden ? null : reader,
        revisionId: hidden ? null : revisionId,
        areaPx: hidden || revisionId === null ? {} : revisions.get(revisionId).areaPx,
        submittedAtMs,
        spentMs: hidden ? 0 : records.get(at, reader).spentMs,
      })),
      awaited: awaited.length,
      decisions: decisions.map((each) => ({
        kind: each.kind,
        revisionId: each.revisionId,
        reviewer: each.reviewer,
        reader: each.reader,
        reason: each.reason,
        decidedAtMs: each.decidedAtMs,
      })),
    };
  }

  /**
   * Decides on a frame. Durable when it returns.
   * @throws AppError `bad-input` while readers are awaited, for a mask that is not one of the
   * submitted or the reviewer's own, for a reader who submitted nothing, or without two masks to agree
   */
  act(at: FrameReference, act: ReviewAct, reviewer: string): void {
    requireFrame(this.#parts.instances.get(at.instanceId), at.frame);
    this.#database.transaction(() => {
      const submissions = submissionsInEffect(this.#database, at);
      if (this.#awaited(at, submissions).length > 0) {
        throw new AppError('bad-input', 'Not all readers have submitted this picture yet.');
      }
      if (submissions.length === 0) {
        throw new AppError('bad-input', 'Nobody has submitted this picture yet.');
      }
      switch (act.act) {
        case 'accept':
          this.#requireOneOf(at, submissions, act.revisionId, reviewer);
          this.#accept(at, submissions, act.revisionId, reviewer, null);
          break;
        case 'consensus': {
          const revision = this.#agree(at, submissions, act.method, reviewer);
          this.#accept(at, submissions, revision.id, reviewer, act.method);
          break;
        }
        case 'reject':
          this.#decide(at, { kind: 'rejected', reviewer, reason: act.reason });
          break;
        case 'send-back':
          for (const reader of act.readers) this.#sendBack(at, submissions, reader, act, reviewer);
          break;
        case 'read-again':
          this.#readAgain(at, submissions, act.reader, reviewer);
          break;
      }
    });
  }

  /** The mask of a frame that counts. What is not under review is the newest correction. */
  settled(at: FrameReference): Settled {
    const last = decisionsOf(this.#database, at).at(-1);
    const { assignments, revisions } = this.#parts;
    if (last?.kind === 'rejected') return { waits: 'rejected' };
    // What was accepted counts until another decision, also while it is read once more.
    if (last?.revisionId) return { revision: revisions.get(last.revisionId) };
    const several = submissionsInEffect(this.#database, at).length > 1;
    if (several || last || assignments.of(at.instanceId).length > 0) return { waits: 'review' };
    return { revision: revisions.latest(at.instanceId, at.frame, 'reader') };
  }

  #awaited(at: FrameReference, submissions: readonly Submission[]): string[] {
    const done = new Set(submissions.map(({ reader }) => reader));
    return this.#parts.assignments.of(at.instanceId).filter((reader) => !done.has(reader));
  }

  #state(
    submissions: readonly Submission[],
    decisions: readonly (ReviewDecision & { afterSubmission: number })[],
    awaits: boolean,
  ): ReviewState {
    const last = decisions.at(-1);
    if (awaits) return last?.kind === 'sent-back' ? 'sent-back' : 'reading';
    const newest = submissions.at(-1)?.sequence ?? 0;
    if (last && last.kind !== 'sent-back' && last.afterSubmission >= newest) return last.kind;
    return 'to-review';
  }

  #requireOneOf(
    { instanceId, frame }: FrameReference,
    submissions: readonly Submission[],
    revisionId: string,
    reviewer: string,
  ): void {
    const revision = this.#parts.revisions.get(revisionId);
    const isHere = revision.instanceId === instanceId && revision.frame === frame;
    const isOwn = revision.reader === reviewer;
    if (isHere && (isOwn || submissions.some((each) => each.revisionId === revisionId))) return;
    throw new AppError('bad-input', 'Only a submitted mask or one of your own can be accepted.');
  }

  #accept(
    at: FrameReference,
    submissions: readonly Submission[],
    revisionId: string,
    reviewer: string,
    method: string | null,
  ): void {
    const masks = this.#lesions(submissions);
    const band = masks.length > 1 ? encodeMask(disagreementBand(masks)) : null;
    this.#decide(at, { kind: 'accepted', revisionId, reviewer, reason: '', band }, { method });
  }

  #agree(
    at: FrameReference,
    submissions: readonly Submission[],
    method: 'majority' | 'staple',
    reviewer: string,
  ): Revision {
    const { revisions } = this.#parts;
    const sources = submissions.flatMap(({ revisionId }) => revisionId ?? []);
    if (sources.length < 2) {
      throw new AppError('bad-input', 'A consensus needs the masks of two readers at least.');
    }
    const all = sources.map((id) => new Map(revisions.masks(id).map((m) => [m.segment, m.mask])));
    const segments = new Set<SegmentId>(all.flatMap((masks) => [...masks.keys()]));
    const { width, height } = this.#parts.instances.get(at.instanceId);
    return revisions.insert({
      instanceId: at.instanceId,
      frame: at.frame,
      source: 'reader',
      reader: reviewer,
      model: null,
      runId: null,
      journalSequence: null,
      parentId: sources[0] ?? null,
      sources: sources.map((id) => ({ id, thresholds: [] })),
      masks: [...segments].map((segment) => {
        const masks = all.map((each) => {
          const mask = each.get(segment);
          return mask ? decodeMask(mask) : null;
        });
        const votes = votesFor(segment, masks, { width, height });
        return { segment, mask: encodeMask(consensusOf(method, votes).mask) };
      }),
    });
  }

  #sendBack(
    at: FrameReference,
    submissions: readonly Submission[],
    reader: string,
    { reason }: ReviewAct & { act: 'send-back' },
    reviewer: string,
  ): void {
    this.#requireReader(submissions, reader);
    this.#parts.records.reopen(at, reader);
    this.#parts.assignments.add(at.instanceId, [reader], reviewer);
    this.#decide(at, { kind: 'sent-back', reviewer, reader, reason });
  }

  #readAgain(
    at: FrameReference,
    submissions: readonly Submission[],
    reader: string,
    reviewer: string,
  ): void {
    this.#requireReader(submissions, reader);
    beginAgain(this.#database, { ...at, reader }, this.#now());
    this.#parts.records.reopen(at, reader);
    this.#parts.assignments.add(at.instanceId, [reader], reviewer);
    this.#audit.append({
      actor: `reader ${reviewer}`,
      action: 'reading.again',
      subject: at.instanceId,
      facts: { frame: at.frame, reader },
    });
  }

  #requireReader(submissions: readonly Submission[], reader: string): void {
    if (submissions.some((each) => each.reader === reader)) return;
    throw new AppError('bad-input', `${reader} has not submitted this picture.`);
  }

  #decide(
    at: FrameReference,
    decision: NewDecision,
    facts: Readonly<Record<string, unknown>> = {},
  ): void {
    insertDecision(this.#database, at, decision, this.#now());
    const { kind, reviewer, revisionId = null, reader = null, band = null } = decision;
    this.#audit.append({
      actor: `reader ${reviewer}`,
      action: `review.${kind}`,
      subject: at.instanceId,
      facts: {
        frame: at.frame,
        revisionId,
        reader,
        ...(band && { bandSha256: sha256Of(band), bandPx: maskArea(decodeMask(band)) }),
        ...facts,
      },
    });
  }

  /** Lesions of those who submitted a mask; an empty one where a reader drew none of it. */
  #lesions(submissions: readonly Submission[]) {
    return submissions.flatMap(({ revisionId }) =>
      revisionId === null ? [] : [decodeMask(this.#parts.revisions.lesionMask(revisionId))],
    );
  }
}
