import { z } from 'zod';
import type { Revision } from '../../shared/domain.js';
import {
  difficulty,
  readingRecord,
  type ReadingNotes,
  type ReadingRecord,
} from '../../shared/reading-record.js';
import type { Audit } from './audit.js';
import { booleanColumn, type Database } from './database.js';
import type { Instances } from './instances.js';
import type { FrameReference } from './journal-rows.js';
import { insertSubmission } from './review/submissions.js';
import { requireFrame, type Revisions } from './revisions.js';

const row = readingRecord.extend({ flagged: booleanColumn, difficulty: difficulty.nullable() });
const columns = `flagged, comment, difficulty, spent_ms AS spentMs,
  submitted_at_ms AS submittedAtMs`;

const nothingNoted: ReadingRecord = {
  flagged: false,
  comment: '',
  difficulty: null,
  spentMs: 0,
  submittedAtMs: null,
};

/** Flags, comments, difficulty and time: one row for each reader of a frame. */
export class ReadingRecords {
  readonly #database: Database;
  readonly #instances: Instances;
  readonly #revisions: Revisions;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(
    database: Database,
    { instances, revisions }: { instances: Instances; revisions: Revisions },
    audit: Audit,
    now: () => number,
  ) {
    this.#database = database;
    this.#instances = instances;
    this.#revisions = revisions;
    this.#audit = audit;
    this.#now = now;
  }

  /** What a reader noted of a frame; nothing noted where there is no row. */
  get({ instanceId, frame }: FrameReference, reader: string): ReadingRecord {
    const found = this.#database.get(
      row,
      `SELECT ${columns} FROM readings WHERE instance_id = ? AND frame = ? AND reader = ?`,
      [instanceId, frame, reader],
    );
    return found ?? nothingNoted;
  }

  /** All readers' records of a frame, in the order of the readers' names. */
  ofFrame({ instanceId, frame }: FrameReference): (ReadingRecord & { reader: string })[] {
    return this.#database.all(
      row.extend({ reader: z.string() }),
      `SELECT ${columns}, reader FROM readings WHERE instance_id = ? AND frame = ?
       ORDER BY reader`,
      [instanceId, frame],
    );
  }

  /** Time at work on each frame, in milliseconds, of the readers who made these revisions. */
  timesAtWork(
    revisions: readonly Pick<Revision, 'instanceId' | 'frame' | 'reader'>[],
  ): { reader: string; frame: number; spentMs: number }[] {
    const told = new Map<string, { reader: string; frame: number; spentMs: number }>();
    for (const { instanceId, frame, reader } of revisions) {
      const key = JSON.stringify([frame, reader]);
      if (reader === null || told.has(key)) continue;
      const { spentMs } = this.get({ instanceId, frame }, reader);
      told.set(key, { reader, frame, spentMs });
    }
    return [...told.values()];
  }

  /**
   * Changes what a reader noted. Durable when it returns.
   * @throws AppError `not-found` for an unknown instance, `bad-input` for an unknown frame.
   */
  note(at: FrameReference, reader: string, change: ReadingNotes): ReadingRecord {
    return this.#database.transaction(() => {
      const before = this.get(at, reader);
      const after = this.#write(at, reader, () => ({
        ...before,
        flagged: change.flagged ?? before.flagged,
        comment: change.comment ?? before.comment,
        difficulty: change.difficulty === undefined ? before.difficulty : change.difficulty,
      }));
      const facts = {
        ...(after.flagged !== before.flagged && { flagged: after.flagged }),
        ...(after.difficulty !== before.difficulty && { difficulty: after.difficulty }),
        // What it says may name somebody.
        ...(after.comment !== before.comment && { commentLength: after.comment.length }),
      };
      if (Object.keys(facts).length > 0) {
        this.#audit.append({
          actor: `reader ${reader}`,
          action: 'reading.noted',
          subject: at.instanceId,
          facts: { frame: at.frame, ...facts },
        });
      }
      return after;
    });
  }

  /** Adds time at work. @throws as note does */
  spend(at: FrameReference, reader: string, ms: number): ReadingRecord {
    return this.#write(at, reader, (before) => ({ ...before, spentMs: before.spentMs + ms }));
  }

  /**
   * The reader is done with the frame, whether its mask was changed or not. What counts as submitted
   * is the newest revision of this reading.
   */
  submit(at: FrameReference, reader: string): ReadingRecord {
    const submittedAtMs = this.#now();
    return this.#database.transaction(() => {
      const record = this.#write(at, reader, (before) => ({ ...before, submittedAtMs }));
      const revisionId = this.#revisions.checkpoint({ ...at, reader })?.id ?? null;
      insertSubmission(this.#database, { ...at, reader }, revisionId, submittedAtMs);
      this.#audit.append({
        actor: `reader ${reader}`,
        action: 'reading.submitted',
        subject: at.instanceId,
        facts: { frame: at.frame, spentMs: record.spentMs, revisionId },
      });
      return record;
    });
  }

  /** The reader is to submit the frame again. Call inside the transaction that says why. */
  reopen(at: FrameReference, reader: string): void {
    this.#write(at, reader, (before) => ({ ...before, submittedAtMs: null }));
  }

  #write(
    at: FrameReference,
    reader: string,
    change: (before: ReadingRecord) => ReadingRecord,
  ): ReadingRecord {
    requireFrame(this.#instances.get(at.instanceId), at.frame);
    return this.#database.transaction(() => {
      const next = change(this.get(at, reader));
      this.#database.run(
        `INSERT INTO readings (instance_id, frame, reader, flagged, comment, difficulty, spent_ms,
           submitted_at_ms, changed_at_ms)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)
         ON CONFLICT (instance_id, frame, reader) DO UPDATE SET flagged = ?4, comment = ?5,
           difficulty = ?6, spent_ms = ?7, submitted_at_ms = ?8, changed_at_ms = ?9`,
        [
          at.instanceId,
          at.frame,
          reader,
          next.flagged,
          next.comment,
          next.difficulty,
          next.spentMs,
          next.submittedAtMs,
          this.#now(),
        ],
      );
      return next;
    });
  }
}
