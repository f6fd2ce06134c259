import { z } from 'zod';
import { artefactIds } from '../../shared/domain.js';
import { replayHistory } from '../../shared/history.js';
import { historyRecord, readRecords, type FrameReference } from './journal-rows.js';
import type { Library } from './library.js';

/** A pause longer than this is not work. */
const longestPauseMs = 30_000;
const byHand: readonly string[] = ['stroke', 'clear', 'command'];

/** What a reader did from a model's proposal to the newest correction of a frame. */
export interface HandWork {
  /** The revision that was taken over. */
  readonly fromRevisionId: string;
  readonly strokes: number;
  readonly seconds: number;
}

/** From the journal; null where no correction began with a proposal. */
export function handWorkOf(library: Library, instanceId: string): HandWork | null {
  const reader = library.revisions.latest(instanceId, 0, 'reader')?.reader ?? null;
  if (reader === null) return null;
  const at = { instanceId, frame: 0, reader };
  const checkpoint = library.revisions.checkpoint(at);
  if (checkpoint === null) return null;
  const records = readRecords(library.database, at).filter(
    ({ sequence }) => sequence <= checkpoint.journalSequence,
  );
  const inEffect = new Set(replayHistory(records.map(historyRecord)).undoable);
  const begin = records.findLastIndex(
    ({ sequence, fromRevisionId }) => fromRevisionId !== null && inEffect.has(sequence),
  );
  const fromRevisionId = records[begin]?.fromRevisionId ?? null;
  if (fromRevisionId === null) return null;
  const since = records.slice(begin);
  const onFindings = editsOfFindings(library, at);
  const strokes = since.filter(
    ({ sequence, kind }) =>
      byHand.includes(kind) && inEffect.has(sequence) && onFindings.has(sequence),
  );
  const ms = since.slice(1).reduce((sum, { atMs }, index) => {
    return sum + Math.min(longestPauseMs, atMs - (since[index]?.atMs ?? atMs));
  }, 0);
  return { fromRevisionId, strokes: strokes.length, seconds: ms / 1000 };
}

/** Edits of a frame that touch the lesion or what lies in it; artefacts and marks are no effort on it. */
function editsOfFindings({ database }: Library, at: FrameReference): Set<number> {
  const rows = database.all(
    z.object({ sequence: z.int() }),
    `SELECT DISTINCT c.sequence FROM journal_changes c JOIN journal j ON j.sequence = c.sequence
     WHERE j.instance_id = ? AND j.frame = ?
       AND c.segment NOT IN (${artefactIds.map(() => '?').join(', ')})`,
    [at.instanceId, at.frame, ...artefactIds],
  );
  return new Set(rows.map(({ sequence }) => sequence));
}
