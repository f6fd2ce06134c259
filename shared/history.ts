import { AppError } from './errors.js';

/**
 * Undo and redo over an append-only journal. An undo or redo is a record of its own that names the
 * edit whose effect it toggles, so the journal never loses what happened.
 *
 * Policy: undo takes back the newest edit still in effect, redo brings back the newest one taken
 * back, and a new edit forgets what could be redone. The depth is not bounded: every edit of a
 * frame since it was first opened can be undone, also across revisions made in between.
 */
export type HistoryRecord =
  | { readonly sequence: number; readonly act: 'edit' }
  | { readonly sequence: number; readonly act: 'undo' | 'redo'; readonly target: number };

/** Sequence numbers of edits, the next to be undone or redone last. */
export interface History {
  /** The edits in effect. */
  readonly undoable: readonly number[];
  readonly redoable: readonly number[];
}

export const emptyHistory: History = { undoable: [], redoable: [] };

/** The edit that an undo would take back; null when none is in effect. */
export function undoTarget(history: History): number | null {
  return history.undoable.at(-1) ?? null;
}

/** The edit that a redo would bring back; null when none was taken back. */
export function redoTarget(history: History): number | null {
  return history.redoable.at(-1) ?? null;
}

/**
 * The history after one more record.
 * @throws AppError `bad-input` when an undo or redo names another edit than the one in turn.
 */
export function extendHistory(history: History, record: HistoryRecord): History {
  const { undoable, redoable } = history;
  if (record.act === 'edit') return { undoable: [...undoable, record.sequence], redoable: [] };
  const inTurn = record.act === 'undo' ? undoTarget(history) : redoTarget(history);
  if (inTurn !== record.target) {
    throw new AppError(
      'bad-input',
      `Journal record ${String(record.sequence)} would ${record.act} edit ` +
        `${String(record.target)}, but edit ${String(inTurn ?? 'none')} is in turn. ` +
        'Open the picture again.',
    );
  }
  return record.act === 'undo'
    ? { undoable: undoable.slice(0, -1), redoable: [...redoable, record.target] }
    : { undoable: [...undoable, record.target], redoable: redoable.slice(0, -1) };
}

/**
 * The history that a frame's records, in order of their sequence, lead to.
 * @throws AppError `bad-input` as extendHistory does.
 */
export function replayHistory(records: Iterable<HistoryRecord>): History {
  let history = emptyHistory;
  for (const record of records) history = extendHistory(history, record);
  return history;
}

/** Whether the same edits are in effect, so that the same pixels are. */
export function sameEffect(a: History, b: History): boolean {
  return (
    a.undoable.length === b.undoable.length &&
    a.undoable.every((sequence, index) => b.undoable[index] === sequence)
  );
}
