import { z } from 'zod';
import type { Database } from '../database.js';
import type { FrameReference, ReadingReference } from '../journal-rows.js';

/** What a reader handed in as the result of one reading. */
export interface Submission {
  sequence: number;
  reader: string;
  /** The reader's mask as it was then; null where the reader made none. */
  revisionId: string | null;
  submittedAtMs: number;
}

const row = z.object({
  sequence: z.int(),
  reader: z.string(),
  revisionId: z.string().nullable(),
  submittedAtMs: z.int(),
});
const columns = `s.sequence, s.reader, s.revision_id AS revisionId,
  s.submitted_at_ms AS submittedAtMs`;

/** Keeps what a reader submits. Call inside the transaction that marks the reading submitted. */
export function insertSubmission(
  database: Database,
  { instanceId, frame, reader }: ReadingReference,
  revisionId: string | null,
  submittedAtMs: number,
): void {
  database.run(
    `INSERT INTO submissions (instance_id, frame, reader, revision_id, submitted_at_ms)
     VALUES (?, ?, ?, ?, ?)`,
    [instanceId, frame, reader, revisionId, submittedAtMs],
  );
}

/** All that was ever submitted of a frame, oldest first. */
export function allSubmissions(
  database: Database,
  { instanceId, frame }: FrameReference,
): Submission[] {
  return database.all(
    row,
    `SELECT ${columns} FROM submissions s WHERE s.instance_id = ? AND s.frame = ?
     ORDER BY s.sequence`,
    [instanceId, frame],
  );
}

/**
 * Of each reader of a frame the newest submission, in the order in which they were made; without
 * those of readers whose reading was sent back or is being done again.
 */
export function submissionsInEffect(database: Database, at: FrameReference): Submission[] {
  return database.all(
    row,
    `SELECT ${columns} FROM submissions s
     JOIN readings n ON n.instance_id = s.instance_id AND n.frame = s.frame
       AND n.reader = s.reader AND n.submitted_at_ms IS NOT NULL
     WHERE s.instance_id = ?1 AND s.frame = ?2 AND s.sequence = (SELECT max(o.sequence)
       FROM submissions o WHERE o.instance_id = ?1 AND o.frame = ?2 AND o.reader = s.reader)
     ORDER BY s.sequence`,
    [at.instanceId, at.frame],
  );
}

/** The sequence number of the newest submission of a frame, 0 without any. */
export function newestSubmission(
  database: Database,
  { instanceId, frame }: FrameReference,
): number {
  const found = database.get(
    z.object({ newest: z.int() }),
    `SELECT ifnull(max(sequence), 0) AS newest FROM submissions
     WHERE instance_id = ? AND frame = ?`,
    [instanceId, frame],
  );
  return found?.newest ?? 0;
}
