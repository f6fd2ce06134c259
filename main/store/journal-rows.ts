import { z } from 'zod';
import { editKind, segmentId } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { HistoryRecord } from '../../shared/history.js';
import { decodeMask, emptyMask, xorMasks, type RunLengthMask } from '../../shared/labelmap.js';
import { blobColumn, type Database } from './database.js';
import { intactMask, sha256Of, type FrameMasks, type SuppliedMask } from './stored-mask.js';

/** One frame of one picture. */
export interface FrameReference {
  instanceId: string;
  frame: number;
}

/** One reader's work on one frame: what a journal belongs to. */
export interface ReadingReference extends FrameReference {
  reader: string;
}

/**
 * The last record before the reader's present reading of a frame: 0, unless the reader was asked to
 * read it again and so began anew.
 */
export function beginOf(
  database: Database,
  { instanceId, frame, reader }: ReadingReference,
): number {
  const row = database.get(
    z.object({ begin: z.int() }),
    `SELECT coalesce(max(after_journal), 0) AS begin FROM readings_again
     WHERE instance_id = ? AND frame = ? AND reader = ?`,
    [instanceId, frame, reader],
  );
  return row?.begin ?? 0;
}

/** One row of the journal, without its changes. */
export const journalRow = z.object({
  sequence: z.int(),
  kind: z.union([editKind, z.enum(['segment', 'undo', 'redo'])]),
  /** The tool or command an edit was made with; null where none was named. */
  tool: z.string().nullable(),
  target: z.int().nullable(),
  fromRevisionId: z.string().nullable(),
  atMs: z.int(),
});
export type JournalRow = z.infer<typeof journalRow>;

const changeRow = z.object({ segment: segmentId, mask: blobColumn, maskSha256: z.string() });

/** The row as the undo history reads it. @throws AppError `library-damaged` without a target. */
export function historyRecord({ sequence, kind, target }: JournalRow): HistoryRecord {
  if (kind !== 'undo' && kind !== 'redo') return { sequence, act: 'edit' };
  if (target !== null) return { sequence, act: kind, target };
  throw new AppError(
    'library-damaged',
    `Journal record ${String(sequence)} names no edit. Run "limen verify" on the library.`,
  );
}

/**
 * Records of a reading, in order. Those without a reader were made before readers had journals of
 * their own and were never kept as anybody's revision: every reader has them.
 */
export function readRecords(database: Database, at: ReadingReference): JournalRow[] {
  return database.all(
    journalRow,
    `SELECT sequence, kind, tool, target, from_revision_id AS fromRevisionId, at_ms AS atMs
     FROM journal WHERE instance_id = ? AND frame = ? AND (reader = ? OR reader IS NULL)
       AND sequence > ? ORDER BY sequence`,
    [at.instanceId, at.frame, at.reader, beginOf(database, at)],
  );
}

/** Readings with records after their newest revision, in the order of their import. */
export function readingsWithRecords(
  database: Database,
): (FrameReference & { reader: string | null })[] {
  return database.all(
    z.object({ instanceId: z.string(), frame: z.int(), reader: z.string().nullable() }),
    `SELECT j.instance_id AS instanceId, j.frame, j.reader
     FROM journal j JOIN instances i ON i.id = j.instance_id
     GROUP BY j.instance_id, j.frame, j.reader
     HAVING max(j.sequence) > coalesce((SELECT max(r.journal_sequence) FROM revisions r
       WHERE r.instance_id = j.instance_id AND r.source = 'reader' AND r.frame = j.frame
         AND r.reader = coalesce(j.reader, r.reader)), 0)
     ORDER BY i.sequence, j.frame, min(j.sequence)`,
  );
}

/** What one edit toggled. @throws AppError `library-damaged` when a change was altered. */
export function readChanges(database: Database, sequence: number): FrameMasks {
  return combine(
    database.all(
      changeRow,
      `SELECT segment, toggled AS mask, toggled_sha256 AS maskSha256 FROM journal_changes
       WHERE sequence = ? ORDER BY segment`,
      [sequence],
    ),
  );
}

/** What several edits toggled, taken together. */
export function readEffectOf(database: Database, sequences: readonly number[]): FrameMasks {
  let masks: FrameMasks = new Map();
  for (const sequence of sequences) masks = toggled(masks, readChanges(database, sequence));
  return masks;
}

/** Appends a record and returns its sequence number. Call inside a transaction. */
export function appendRecord(
  database: Database,
  at: ReadingReference,
  record: Omit<JournalRow, 'sequence'>,
  changes: readonly SuppliedMask[],
): number {
  database.run(
    `INSERT INTO journal (instance_id, frame, reader, kind, tool, target, from_revision_id, at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      at.instanceId,
      at.frame,
      at.reader,
      record.kind,
      record.tool,
      record.target,
      record.fromRevisionId,
      record.atMs,
    ],
  );
  const sequence = database.lastSequence();
  for (const { segment, mask } of changes) {
    database.run(
      `INSERT INTO journal_changes (sequence, segment, toggled, toggled_sha256)
       VALUES (?, ?, ?, ?)`,
      [sequence, segment, mask, sha256Of(mask)],
    );
  }
  return sequence;
}

/** Masks after a change. A segment absent from one side counts as empty there. */
export function toggled(masks: FrameMasks, changes: FrameMasks): FrameMasks {
  const result = new Map(masks);
  for (const [segment, change] of changes) {
    const before: RunLengthMask = result.get(segment) ?? emptyMask(change.width, change.height);
    result.set(segment, xorMasks(before, change));
  }
  return result;
}

function combine(rows: readonly z.infer<typeof changeRow>[]): FrameMasks {
  let masks: FrameMasks = new Map();
  for (const row of rows) {
    const { segment, mask } = intactMask(row);
    masks = toggled(masks, new Map([[segment, decodeMask(mask)]]));
  }
  return masks;
}
