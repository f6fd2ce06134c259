import { z } from 'zod';
import type { Database } from '../database.js';
import type { FrameReference, ReadingReference } from '../journal-rows.js';
import { newestSubmission } from './submissions.js';

/** The reader's next reading of a frame begins without a mask. Call inside a transaction. */
export function beginAgain(database: Database, at: ReadingReference, begunAtMs: number): void {
  const { instanceId, frame, reader } = at;
  database.run(
    `INSERT INTO readings_again (instance_id, frame, reader, after_journal, after_submission,
       begun_at_ms)
     SELECT ?1, ?2, ?3, (SELECT ifnull(max(sequence), 0) FROM journal), ?4, ?5`,
    [instanceId, frame, reader, newestSubmission(database, at), begunAtMs],
  );
}

/** After which submissions readers of a frame began anew, by reader, oldest first. */
export function begunAgain(
  database: Database,
  { instanceId, frame }: FrameReference,
): { reader: string; afterSubmission: number }[] {
  return database.all(
    z.object({ reader: z.string(), afterSubmission: z.int() }),
    `SELECT reader, after_submission AS afterSubmission FROM readings_again
     WHERE instance_id = ? AND frame = ? ORDER BY sequence`,
    [instanceId, frame],
  );
}
