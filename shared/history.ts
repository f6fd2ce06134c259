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
  return replayHistory([record], history);
}

/**
 * The history that records, in order of their sequence, lead to.
 * @throws AppError `bad-input` as extendHistory does.
 */
export function replayHistory(records: Iterable<HistoryRecord>, from = emptyHistory): History {
  const undoable = [...from.undoable];
  let redoable = [...from.redoable];
  for (const record of records) {
    if (record.act === 'edit') {
      undoable.push(record.sequence);
      redoable = [];
    } else {
      const [source, destination] =
        record.act === 'undo' ? [undoable, redoable] : [redoable, undoable];
      requireInTurn(record, source.at(-1) ?? null);
      source.pop();
      destination.push(record.target);
    }
  }
  return { undoable, redoable };
}

function requireInTurn(
  { act, sequence, target }: Exclude<HistoryRecord, { act: 'edit' }>,
  inTurn: number | null,
): void {
  if (target === inTurn) return;
  throw new AppError(
    'bad-input',
    `Journal record ${String(sequence)} would ${act} edit ${String(target)}, but edit ` +
      `${String(inTurn ?? 'none')} is in turn. Open the picture again.`,
  );
}

/** Whether the same edits are in effect, so that the same pixels are. */
export function sameEffect(a: History, b: History): boolean {
  return (
    a.undoable.length === b.undoable.length &&
    a.undoable.every((sequence, index) => b.undoable[index] === sequence)
  );
}
