import { z } from 'zod';
import type { Database } from './database.js';
import type { FrameReference } from './journal-rows.js';

/** Revisions whose pixels the acts of a frame were made of, by the act's sequence number. */
export type FrameSources = ReadonlyMap<number, readonly string[]>;

const sourceRow = z.object({ sequence: z.int(), revisionId: z.string() });

/** Notes what an act was made of. Call inside the transaction that appends it. */
export function insertSources(
  database: Database,
  sequence: number,
  revisionIds: readonly string[],
): void {
  for (const id of new Set(revisionIds)) {
    database.run('INSERT INTO journal_sources (sequence, revision_id) VALUES (?, ?)', [
      sequence,
      id,
    ]);
  }
}

/** Of the acts after `sequence`, what each was made of. */
export function readSourcesSince(
  database: Database,
  at: FrameReference,
  sequence: number,
): FrameSources {
  const rows = database.all(
    sourceRow,
    `SELECT s.sequence, s.revision_id AS revisionId
     FROM journal_sources s JOIN journal j ON j.sequence = s.sequence
     WHERE j.instance_id = ? AND j.frame = ? AND j.sequence > ? ORDER BY s.sequence, s.revision_id`,
    [at.instanceId, at.frame, sequence],
  );
  const sources = new Map<number, string[]>();
  for (const row of rows) {
    sources.set(row.sequence, [...(sources.get(row.sequence) ?? []), row.revisionId]);
  }
  return sources;
}
