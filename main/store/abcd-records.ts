import { z } from 'zod';
import {
  confirmedScores,
  draftScores,
  type AbcdRecord,
  type AbcdScores,
} from '../../shared/abcd/scores.js';
import type { SegmentId } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import { decodeMask, maskArea, masksEqual, type RunLengthMask } from '../../shared/labelmap.js';
import type { Audit } from './audit.js';
import type { Database } from './database.js';
import type { FrameReference } from './journal-rows.js';
import type { Journal } from './journal.js';
import type { Revisions } from './revisions.js';

const row = z.object({
  reader: z.string(),
  revisionId: z.string(),
  draft: z.string(),
  confirmed: z.string(),
  confirmedAtMs: z.int(),
});

/** The segments that the scores are drafted from. */
const scored: readonly SegmentId[] = [
  'lesion',
  'pigment-network',
  'negative-network',
  'streaks',
  'globules',
];

/** A confirmation as it is kept. */
export type KeptScores = Omit<AbcdRecord, 'current'>;

interface AbcdParts {
  database: Database;
  audit: Audit;
  revisions: Revisions;
  journal: Journal;
  now: () => number;
}

/** ABCD scores that readers confirmed; each confirmation stays, the newest one counts. */
export class AbcdRecords {
  readonly #parts: AbcdParts;

  constructor(parts: AbcdParts) {
    this.#parts = parts;
  }

  /** What a reader confirmed last of a frame; null before. */
  get(at: FrameReference, reader: string): AbcdRecord | null {
    const found = this.ofFrame(at).find((kept) => kept.reader === reader);
    return found ? { ...found, current: this.#isCurrent(at, found) } : null;
  }

  /** What each reader confirmed last of a frame, in the order of the readers' names. */
  ofFrame({ instanceId, frame }: FrameReference): KeptScores[] {
    return this.#parts.database
      .all(
        row,
        `SELECT reader, revision_id AS revisionId, draft, confirmed,
           confirmed_at_ms AS confirmedAtMs FROM reading_abcd
         WHERE sequence IN (SELECT max(sequence) FROM reading_abcd
           WHERE instance_id = ? AND frame = ? GROUP BY reader) ORDER BY reader`,
        [instanceId, frame],
      )
      .map(({ draft, confirmed, ...rest }) => ({
        ...rest,
        draft: parsed(draftScores, draft),
        confirmed: parsed(confirmedScores, confirmed),
      }));
  }

  /**
   * Keeps what a reader made of a draft, with the reader's masks as a revision. Durable when it
   * returns.
   * @throws AppError `not-found` for an unknown instance, `bad-input` for an unknown frame or one
   * without a mask.
   */
  confirm(
    at: FrameReference,
    reader: string,
    { draft, confirmed }: { draft: AbcdScores; confirmed: AbcdScores },
  ): AbcdRecord {
    const { database, audit, revisions, journal, now } = this.#parts;
    journal.commit(at, reader);
    const scoredRevision = revisions.checkpoint({ ...at, reader });
    if (scoredRevision === null) {
      throw new AppError('bad-input', 'There is no mask to be scored. Draw the lesion first.');
    }
    const { id: revisionId } = scoredRevision;
    const confirmedAtMs = now();
    database.transaction(() => {
      database.run(
        `INSERT INTO reading_abcd (instance_id, frame, reader, revision_id, draft, confirmed,
           confirmed_at_ms) VALUES (?, ?, ?, ?, ?, ?, ?)`,
        [
          at.instanceId,
          at.frame,
          reader,
          revisionId,
          JSON.stringify(draft),
          JSON.stringify(confirmed),
          confirmedAtMs,
        ],
      );
      audit.append({
        actor: `reader ${reader}`,
        action: 'abcd.confirmed',
        subject: revisionId,
        facts: { instanceId: at.instanceId, frame: at.frame, draft, confirmed },
      });
    });
    return { draft, confirmed, reader, confirmedAtMs, revisionId, current: true };
  }

  /** Whether the masks that were scored are as they were, whatever came in between. */
  #isCurrent(at: FrameReference, { reader, revisionId }: KeptScores): boolean {
    const { journal, revisions } = this.#parts;
    const now = journal.masks(at, reader);
    const then = new Map(
      revisions.masks(revisionId).map(({ segment, mask }) => [segment, decodeMask(mask)]),
    );
    return scored.every((segment) => samePixels(now.get(segment), then.get(segment)));
  }
}

/** A segment that is not there is as one without pixels. */
function samePixels(a: RunLengthMask | undefined, b: RunLengthMask | undefined): boolean {
  if (a === undefined || b === undefined)
    return [a, b].every((mask) => !mask || maskArea(mask) === 0);
  return masksEqual(a, b);
}

function parsed(schema: typeof draftScores, text: string): AbcdScores {
  try {
    return schema.parse(JSON.parse(text));
  } catch (cause) {
    throw new AppError(
      'library-damaged',
      'A confirmed score was altered in the database. Run "limen verify" on the library.',
      { cause },
    );
  }
}
