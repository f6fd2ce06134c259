import { z } from 'zod';
import { historyStep, segmentId, type HistoryStep } from '../../shared/domain.js';
import type { History } from '../../shared/history.js';
import type { Database } from './database.js';
import type { FrameReference } from './journal-rows.js';
import { readSourcesSince } from './journal-sources.js';

/** The newest steps of a history, oldest first, and how many of all are in effect. */
export interface FrameSteps {
  steps: HistoryStep[];
  /** Older steps that are not listed. */
  earlier: number;
  /** Edits in effect, those not listed among them. */
  position: number;
}

const stepRow = historyStep
  .omit({ segments: true, thresholds: true })
  .extend({ sequence: z.int(), segment: segmentId.nullable() });

/** The steps that can be undone and redone, of which the newest `limit` are listed. */
export function readSteps(
  database: Database,
  at: FrameReference,
  history: History,
  limit: number,
): FrameSteps {
  const sequences = [...history.undoable, ...history.redoable.toReversed()];
  const listed = sequences.slice(-limit);
  const first = listed.reduce((least, sequence) => Math.min(least, sequence), Infinity);
  const rows = database.all(
    stepRow,
    `SELECT j.sequence, j.kind, j.tool, j.at_ms AS atMs, coalesce(c.segment, s.segment) AS segment
     FROM journal j LEFT JOIN journal_changes c ON c.sequence = j.sequence
       LEFT JOIN journal_segments s ON s.sequence = j.sequence
     WHERE j.instance_id = ? AND j.frame = ? AND j.sequence >= ? AND j.target IS NULL`,
    [at.instanceId, at.frame, first],
  );
  const sources = readSourcesSince(database, at, first - 1);
  const found = new Map<number, HistoryStep>();
  for (const { sequence, segment, ...step } of rows) {
    const segments = [...(found.get(sequence)?.segments ?? []), ...(segment ? [segment] : [])];
    const taken = sources.get(sequence) ?? [];
    const thresholds = [...new Set(taken.flatMap(({ threshold }) => threshold ?? []))];
    found.set(sequence, { ...step, segments, thresholds });
  }
  return {
    steps: listed.flatMap((sequence) => found.get(sequence) ?? []),
    earlier: sequences.length - listed.length,
    position: history.undoable.length,
  };
}
