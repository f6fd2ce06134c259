import { z } from 'zod';
import type { Revision } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import type { Database } from '../database.js';
import { beginOf, type FrameReference } from '../journal-rows.js';

const stateRow = z.object({
  /** Readers whose reading is submitted. */
  submitted: z.string().nullable(),
  /** Readers who are to submit theirs. */
  awaited: z.string().nullable(),
  accepted: z.int(),
});

/** Who may see whose masks and comments: readers are blind to each other until all of them have submitted. */
export class Blindness {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Of the revisions of one picture, those that a reader may see: models' and known masks, the own
   * ones, and other readers' once a decision accepted one of the frame, or once everybody who is to
   * read the frame has submitted and the reader looking on has no unfinished reading of it.
   */
  visible(revisions: readonly Revision[], reader: string): Revision[] {
    const open = new Map<number, ReadonlySet<string>>();
    return revisions.filter((revision) => {
      if (revision.reader === null) return true;
      const at = { instanceId: revision.instanceId, frame: revision.frame };
      if (revision.reader === reader) return this.#isOfThisReading(revision);
      const others = open.get(at.frame) ?? this.openTo(at, reader);
      open.set(at.frame, others);
      return others.has(revision.reader);
    });
  }

  /** @throws AppError `bad-input` for a mask of a reader to whom this one is still blind. */
  requireVisible(revision: Revision, reader: string): void {
    if (this.visible([revision], reader).length > 0) return;
    throw new AppError(
      'bad-input',
      'This mask of another reader can be seen when all readers have submitted the picture.',
    );
  }

  /** Readers of a frame whose masks and comments this reader may see. */
  openTo(at: FrameReference, reader: string): ReadonlySet<string> {
    const row = this.#database.get(
      stateRow,
      `SELECT
         (SELECT json_group_array(n.reader) FROM readings n WHERE n.instance_id = ?1
           AND n.frame = ?2 AND n.submitted_at_ms IS NOT NULL) AS submitted,
         (SELECT json_group_array(reader) FROM (
           SELECT a.reader FROM assignments a WHERE a.instance_id = ?1
           UNION SELECT ?3 WHERE EXISTS (SELECT 1 FROM journal j WHERE j.instance_id = ?1
             AND j.frame = ?2 AND j.reader = ?3))) AS awaited,
         coalesce((SELECT d.kind = 'accepted' FROM review_decisions d WHERE d.instance_id = ?1
           AND d.frame = ?2 ORDER BY d.sequence DESC LIMIT 1), 0) AS accepted`,
      [at.instanceId, at.frame, reader],
    );
    const submitted = namesOf(row?.submitted ?? null);
    const done = new Set(submitted);
    const all = namesOf(row?.awaited ?? null).every((name) => done.has(name));
    if (all) return done;
    // A decision ends the blindness for all but a reader who is asked to read once more.
    return row?.accepted === 1 && (done.has(reader) || !this.#readsAgain(at, reader))
      ? done
      : new Set();
  }

  #readsAgain(at: FrameReference, reader: string): boolean {
    return beginOf(this.#database, { ...at, reader }) > 0;
  }

  /** The own masks of before are hidden while a reader reads the frame once more. */
  #isOfThisReading({ id, instanceId, frame, reader }: Revision): boolean {
    if (reader === null) return true;
    const begin = beginOf(this.#database, { instanceId, frame, reader });
    if (begin === 0) return true;
    const row = this.#database.get(
      z.object({ shown: z.int() }),
      `SELECT coalesce(r.journal_sequence, 0) > ?2 OR EXISTS (SELECT 1 FROM readings n
         WHERE n.instance_id = r.instance_id AND n.frame = r.frame AND n.reader = r.reader
           AND n.submitted_at_ms IS NOT NULL) AS shown FROM revisions r WHERE r.id = ?1`,
      [id, begin],
    );
    return row?.shown === 1;
  }
}

function namesOf(json: string | null): string[] {
  return json === null ? [] : z.array(z.string()).parse(JSON.parse(json));
}
