import { describe, expect, test } from 'vitest';
import { insertInstance, lesion, openForTest, rectangle, temporaryFolder } from './support.js';

describe('what readers note', () => {
  test('is one record a reader and frame, kept over a reopening', async () => {
    const folder = await temporaryFolder();
    let now = 1000;
    const library = await openForTest(folder, { now: () => now });
    const at = { instanceId: insertInstance(library, { frames: 2 }).id, frame: 1 };
    const nothing = {
      flagged: false,
      comment: '',
      difficulty: null,
      spentMs: 0,
      submittedAtMs: null,
    };
    expect(library.records.get(at, 'a')).toEqual(nothing);
    library.records.note(at, 'a', { flagged: true, comment: 'hair over the border' });
    library.records.note(at, 'a', { difficulty: 'hard' });
    library.records.spend(at, 'a', 1500);
    library.records.spend(at, 'a', 300);
    now = 2000;
    library.records.submit(at, 'a');
    library.records.note(at, 'b', { difficulty: 'easy' });
    library.records.note(at, 'b', { difficulty: null });
    library.close();

    const again = await openForTest(folder);
    const noted = {
      flagged: true,
      comment: 'hair over the border',
      difficulty: 'hard',
      spentMs: 1800,
      submittedAtMs: 2000,
    };
    expect(again.records.get(at, 'a')).toEqual(noted);
    expect(again.records.get({ ...at, frame: 0 }, 'a')).toEqual(nothing);
    expect(again.records.ofFrame(at)).toEqual([
      { reader: 'a', ...noted },
      { reader: 'b', ...nothing },
    ]);
  });

  test('refuses a picture or frame that is not there', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    expect(() => library.records.spend({ instanceId: id, frame: 1 }, 'a', 1)).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
    const nowhere = { instanceId: 'not-here-0', frame: 0 };
    expect(() => library.records.submit(nowhere, 'a')).toThrow(
      expect.objectContaining({ code: 'not-found' }),
    );
  });

  test('filters the list, and decides what is read next', async () => {
    const library = await openForTest(await temporaryFolder());
    const [a, b, c] = [0, 1, 2].map(() => insertInstance(library).id);
    if (a === undefined || b === undefined || c === undefined) throw new Error('three rows');
    const drawn = { instanceId: b, frame: 0 };
    const changes = lesion(rectangle(2, 2, 4, 4));
    library.journal.append({ ...drawn, kind: 'stroke', changes, fromRevisionId: null }, 'x');
    library.journal.commit(drawn, 'x');
    library.records.note({ instanceId: c, frame: 0 }, 'x', { flagged: true });
    const list = (reading: 'to-read' | 'read' | 'flagged' | null) => {
      const query = { offset: 0, limit: 9, status: null, search: '', reading };
      const { total, instances, readingCounts } = library.catalogue.list(query);
      expect(total).toBe(instances.length);
      return { ids: instances.map(({ instance }) => instance.id), readingCounts };
    };
    expect(list(null).ids).toEqual([a, b, c]);
    expect(list('to-read').ids).toEqual([a, c]);
    expect(list('read').ids).toEqual([b]);
    expect(list('flagged').ids).toEqual([c]);
    expect(library.worklist.next('x', { policy: 'unread', seed: 1 }, b)).toBe(c);

    // Submitted as it is: nothing was corrected, and yet it is read.
    library.records.submit({ instanceId: c, frame: 0 }, 'x');
    expect(list('read').ids).toEqual([b, c]);
    expect(list(null).readingCounts).toMatchObject({ 'to-read': 1, read: 2, flagged: 1 });
    expect(library.worklist.next('x', { policy: 'unread', seed: 1 }, b)).toBe(a);
    expect(library.catalogue.summary(c)).toMatchObject({ read: true, flagged: true });
  });
});

test('tells how long each reader was at work who made one of the masks', async () => {
  const library = await openForTest(await temporaryFolder());
  const at = { instanceId: insertInstance(library, { frames: 2 }).id, frame: 1 };
  const edit = { ...at, kind: 'stroke', fromRevisionId: null } as const;
  for (const [reader, top] of [
    ['a', 2],
    ['b', 4],
    ['a', 6],
  ] as const) {
    library.journal.append({ ...edit, changes: lesion(rectangle(2, top, 9, 20)) }, reader);
    library.journal.commit(at, reader);
    library.records.spend(at, reader, 1000 * top);
  }
  library.records.spend(at, 'c', 1);
  expect(library.records.timesAtWork(library.revisions.list(at.instanceId))).toEqual([
    { reader: 'a', frame: 1, spentMs: 8000 },
    { reader: 'b', frame: 1, spentMs: 4000 },
  ]);
});
