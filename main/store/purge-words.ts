import { z } from 'zod';
import type { Database } from './database.js';

/** What rows that are never changed hold of a reader's own words about a picture, and its removal. */
const removals = [
  {
    trigger: 'journal_marks_keep',
    sql: `UPDATE journal_marks SET before = json_replace(before, '$.text', ''),
        after = json_replace(after, '$.text', '')
      WHERE sequence IN (SELECT sequence FROM journal WHERE instance_id = ?)`,
  },
  {
    trigger: 'journal_segments_keep',
    sql: `UPDATE journal_segments SET before = json_replace(before, '$.name', NULL),
        after = json_replace(after, '$.name', NULL)
      WHERE sequence IN (SELECT sequence FROM journal WHERE instance_id = ?)`,
  },
  {
    trigger: 'review_decisions_keep',
    // A decision cannot be without a reason, but for an acceptance.
    sql: `UPDATE review_decisions SET reason = 'purged' WHERE instance_id = ? AND reason <> ''`,
  },
] as const;

/**
 * Takes readers' words out of the history of purged pictures: the texts of notes, the names of
 * segments, the reasons of decisions. Only here do rows change that are otherwise append-only: what
 * keeps them so is lifted within the transaction, so that nobody else ever sees the library
 * without it. Call inside a transaction.
 */
export function purgeWords(database: Database, instanceIds: readonly string[]): void {
  for (const { trigger, sql } of removals) {
    const kept = database.getOne(
      z.object({ sql: z.string() }),
      "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = ?",
      [trigger],
    );
    database.exec(`DROP TRIGGER ${trigger}`);
    for (const id of instanceIds) database.run(sql, [id]);
    database.exec(kept.sql);
  }
}
