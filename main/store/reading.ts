import type { SegmentMask } from '../../shared/domain.js';
import { replayHistory, type History } from '../../shared/history.js';
import { decodeMask, encodeMask, masksEqual } from '../../shared/labelmap.js';
import type { Database } from './database.js';
import {
  historyRecord,
  readEffectOf,
  readRecords,
  toggled,
  type ReadingReference,
} from './journal-rows.js';
import { readMarks, type FrameMarks } from './journal-marks.js';
import { readSegments, type FrameSegments } from './journal-segments.js';
import { readSourcesSince, type FrameSources } from './journal-sources.js';
import type { Revisions } from './revisions.js';
import type { FrameMasks } from './stored-mask.js';

/** What can be undone, and when the newest record was made durable (0 when there is none). */
export interface JournalState {
  canUndo: boolean;
  canRedo: boolean;
  savedAtMs: number;
}

/** One reader's reading of one frame: its newest checkpoint and what the journal holds since. */
export interface Reading {
  /** The reader's revision up to which the journal is already kept as one. */
  checkpoint: { revisionId: string; masks: FrameMasks; history: History } | null;
  history: History;
  masks: FrameMasks;
  segments: FrameSegments;
  marks: FrameMarks;
  /** Revisions taken over since the checkpoint, by the sequence number of the edit. */
  takeOvers: ReadonlyMap<number, string>;
  /** What the acts since the checkpoint were made of. */
  sources: FrameSources;
  /** The newest record of the reading, 0 when there is none. */
  lastSequence: number;
  savedAtMs: number;
}

/**
 * Replays a reading: the checkpoint's masks, with the toggles of the edits that are in effect either
 * there or now.
 * @throws AppError `library-damaged` when a mask was altered, `bad-input` for an impossible undo.
 */
export function loadReading(
  database: Database,
  revisions: Revisions,
  at: ReadingReference,
): Reading {
  const records = readRecords(database, at);
  const found = revisions.checkpoint(at);
  const upTo = found?.journalSequence ?? 0;
  const checkpoint = found && {
    revisionId: found.id,
    masks: decodeAll(revisions.masks(found.id)),
    history: replayHistory(records.filter(({ sequence }) => sequence <= upTo).map(historyRecord)),
  };
  const takeOvers = new Map<number, string>();
  for (const { sequence, fromRevisionId } of records) {
    if (sequence > upTo && fromRevisionId !== null) takeOvers.set(sequence, fromRevisionId);
  }
  const last = records.at(-1);
  const history = replayHistory(records.map(historyRecord));
  return {
    checkpoint,
    history,
    segments: readSegments(database, at, history.undoable),
    marks: readMarks(database, at, history.undoable),
    // What was undone and redone in between has no effect, however often.
    masks: toggled(
      checkpoint?.masks ?? new Map(),
      readEffectOf(database, differing(checkpoint?.history.undoable ?? [], history.undoable)),
    ),
    takeOvers,
    sources: readSourcesSince(database, at, upTo),
    lastSequence: last?.sequence ?? 0,
    savedAtMs: last?.atMs ?? 0,
  };
}

export function stateOf({ history, savedAtMs }: Reading): JournalState {
  return {
    canUndo: history.undoable.length > 0,
    canRedo: history.redoable.length > 0,
    savedAtMs,
  };
}

export function encodeMasks(masks: FrameMasks): SegmentMask[] {
  return [...masks].map(([segment, mask]) => ({ segment, mask: encodeMask(mask) }));
}

/** What is in one of two lists and not in the other. */
function differing(a: readonly number[], b: readonly number[]): number[] {
  const [inA, inB] = [new Set(a), new Set(b)];
  return [...a.filter((one) => !inB.has(one)), ...b.filter((one) => !inA.has(one))];
}

/** Whether the same segments are there with the same pixels. */
export function sameMasks(a: FrameMasks, b: FrameMasks): boolean {
  return (
    a.size === b.size &&
    [...a].every(([segment, mask]) => {
      const other = b.get(segment);
      return other !== undefined && masksEqual(mask, other);
    })
  );
}

function decodeAll(masks: readonly SegmentMask[]): FrameMasks {
  return new Map(masks.map(({ segment, mask }) => [segment, decodeMask(mask)]));
}
