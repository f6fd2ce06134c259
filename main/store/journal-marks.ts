import { z } from 'zod';
import { AppError } from '../../shared/errors.js';
import { mark as markSchema, type Mark } from '../../shared/marks.js';
import type { Database } from './database.js';
import type { FrameReference } from './journal-rows.js';

/** The marks pinned to a frame, by id, the one changed last at the end. */
export type FrameMarks = ReadonlyMap<string, Mark>;

/** A change of a mark, both ways; null is where there is none. */
interface MarkStep {
  readonly id: string;
  readonly before: Mark | null;
  readonly after: Mark | null;
}

const row = z.object({
  sequence: z.int(),
  id: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
});
const columns = 'm.sequence, m.mark_id AS id, m.before, m.after';

/** @throws AppError `bad-input` for a mark with a point off the picture. */
export function requireOnPicture(
  { points }: Mark,
  { width, height }: { width: number; height: number },
): void {
  if (points.every(({ x, y }) => x >= 0 && y >= 0 && x <= width && y <= height)) return;
  throw new AppError('bad-input', 'A point of the mark lies off the picture.');
}

/** What an act on a mark is called in the history. */
export function markAct({ before, after }: MarkStep): string {
  if (after === null) return 'mark-delete';
  if (before === null) return `mark-${after.kind}`;
  return before.text === after.text && before.lengthMm === after.lengthMm
    ? 'mark-move'
    : 'mark-text';
}

/** Keeps what a record did to a mark. Call inside a transaction. */
export function insertMarkStep(
  database: Database,
  sequence: number,
  { id, before, after }: MarkStep,
): void {
  const text = (mark: Mark | null): string | null => mark && JSON.stringify(mark);
  database.run('INSERT INTO journal_marks (sequence, mark_id, before, after) VALUES (?, ?, ?, ?)', [
    sequence,
    id,
    text(before),
    text(after),
  ]);
}

/** What an edit did to a mark; null for an edit of something else. */
export function readMarkStep(database: Database, sequence: number): MarkStep | null {
  const found = database.get(row, `SELECT ${columns} FROM journal_marks m WHERE m.sequence = ?`, [
    sequence,
  ]);
  return found && parsed(found);
}

/** The marks of a frame after the edits in effect, given by sequence number. */
export function readMarks(
  database: Database,
  at: FrameReference,
  inEffect: readonly number[],
): FrameMarks {
  const effective = new Set(inEffect);
  const rows = database.all(
    row,
    `SELECT ${columns} FROM journal_marks m JOIN journal j ON j.sequence = m.sequence
     WHERE j.instance_id = ? AND j.frame = ? ORDER BY m.sequence`,
    [at.instanceId, at.frame],
  );
  let marks: FrameMarks = new Map();
  for (const found of rows) {
    if (!effective.has(found.sequence)) continue;
    const { id, after } = parsed(found);
    marks = withMark(marks, id, after);
  }
  return marks;
}

/** The marks with one of them as it is now. */
export function withMark(marks: FrameMarks, id: string, mark: Mark | null): FrameMarks {
  const next = new Map(marks);
  next.delete(id);
  if (mark !== null) next.set(id, mark);
  return next;
}

function parsed({ sequence, id, before, after }: z.infer<typeof row>): MarkStep {
  try {
    const read = (text: string | null): Mark | null =>
      text === null ? null : markSchema.parse(JSON.parse(text));
    return { id, before: read(before), after: read(after) };
  } catch (cause) {
    throw new AppError(
      'library-damaged',
      `Journal record ${String(sequence)} was altered. Run "limen verify" on the library.`,
      { cause },
    );
  }
}
