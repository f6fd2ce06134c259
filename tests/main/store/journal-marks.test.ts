import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { Mark } from '../../../shared/marks.js';
import type { Library } from '../../../main/store/library.js';
import { insertInstance, lesion, openForTest, rectangle, temporaryFolder } from './support.js';

const arrow: Mark = {
  id: 'arrow-0001',
  kind: 'arrow',
  points: [
    { x: 1, y: 2 },
    { x: 10.5, y: 20 },
  ],
  text: '',
  lengthMm: null,
};
const note: Mark = {
  ...arrow,
  id: 'note-00001',
  kind: 'note',
  points: [{ x: 3, y: 4 }],
  text: 'a',
};
const moved: Mark = { ...note, points: [{ x: 5, y: 6 }] };

function marksOf(library: Library, at: { instanceId: string; frame: number }): Mark[] {
  return library.journal.open(at, 'reader').marks;
}

describe('journal of marks', () => {
  test('marks are acts of the one history, over a reopening', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder);
    const at = { instanceId: insertInstance(library).id, frame: 0 };
    library.journal.setMark({ ...at, id: arrow.id, mark: arrow }, 'reader');
    library.journal.append(
      { ...at, kind: 'stroke', changes: lesion(rectangle(1, 1, 5, 5)), fromRevisionId: null },
      'reader',
    );
    library.journal.setMark({ ...at, id: note.id, mark: note }, 'reader');
    library.journal.setMark({ ...at, id: note.id, mark: moved }, 'reader');
    library.journal.setMark({ ...at, id: arrow.id, mark: null }, 'reader');
    expect(marksOf(library, at)).toEqual([moved]);
    library.close();

    const again = await openForTest(folder);
    expect(marksOf(again, at)).toEqual([moved]);
    // Taken away, moved, made; then the stroke; then the arrow.
    expect(again.journal.undo(at, 'reader').marks).toEqual([{ id: arrow.id, mark: arrow }]);
    expect(again.journal.undo(at, 'reader').marks).toEqual([{ id: note.id, mark: note }]);
    expect(again.journal.undo(at, 'reader').marks).toEqual([{ id: note.id, mark: null }]);
    expect(marksOf(again, at)).toEqual([arrow]);
    expect(again.journal.undo(at, 'reader')).toMatchObject({
      marks: [],
      changes: [{ segment: 'lesion' }],
    });
    expect(again.journal.undo(at, 'reader')).toMatchObject({
      marks: [{ mark: null }],
      canUndo: false,
    });
    for (let act = 0; act < 5; act += 1) again.journal.redo(at, 'reader');
    expect(marksOf(again, at)).toEqual([moved]);
  });

  test('names what was done, for the history shown to the reader', async () => {
    const library = await openForTest(await temporaryFolder());
    const at = { instanceId: insertInstance(library).id, frame: 0 };
    for (const mark of [note, moved, { ...moved, text: 'b' }, null]) {
      library.journal.setMark({ ...at, id: note.id, mark }, 'reader');
    }

    const rows = library.database.all(
      z.object({ tool: z.string() }),
      'SELECT tool FROM journal ORDER BY sequence',
    );
    expect(rows.map(({ tool }) => tool)).toEqual([
      'mark-note',
      'mark-move',
      'mark-text',
      'mark-delete',
    ]);
  });

  test('marks alone make no revision, and do not count as a correction', async () => {
    const library = await openForTest(await temporaryFolder());
    const at = { instanceId: insertInstance(library).id, frame: 0 };
    library.journal.setMark({ ...at, id: arrow.id, mark: arrow }, 'reader');
    expect(library.journal.commit(at, 'reader')).toBeNull();
    expect(library.catalogue.summary(at.instanceId)).toMatchObject({ status: 'unread' });
  });

  test('refuses a point off the picture, and taking away what is not there', async () => {
    const library = await openForTest(await temporaryFolder());
    const at = { instanceId: insertInstance(library).id, frame: 0 };
    const off: Mark = { ...note, points: [{ x: 41, y: 4 }] };
    for (const change of [
      { id: off.id, mark: off },
      { id: off.id, mark: null },
    ]) {
      expect(() => library.journal.setMark({ ...at, ...change }, 'reader')).toThrow(
        expect.objectContaining({ code: 'bad-input' }),
      );
    }
    expect(marksOf(library, at)).toEqual([]);
  });
});
