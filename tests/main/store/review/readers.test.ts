import { describe, expect, test } from 'vitest';
import { decodeMask, emptyMask, masksEqual } from '../../../../shared/labelmap.js';
import type { Library } from '../../../../main/store/library.js';
import { insertInstance, lesion, openForTest, rectangle, temporaryFolder } from '../support.js';

const mine = rectangle(2, 2, 10, 10);
const theirs = rectangle(4, 4, 20, 20);

function draw(library: Library, instanceId: string, reader: string, mask = mine): void {
  const edit = { instanceId, frame: 0, kind: 'stroke', fromRevisionId: null } as const;
  library.journal.append({ ...edit, changes: lesion(mask) }, reader);
}

function seen(library: Library, instanceId: string, reader: string) {
  const [first] = library.journal.open({ instanceId, frame: 0 }, reader).masks;
  return first ? decodeMask(first.mask) : emptyMask(40, 30);
}

function whoseAreVisible(library: Library, instanceId: string, reader: string): (string | null)[] {
  return library.blindness
    .visible(library.revisions.list(instanceId), reader)
    .map((revision) => revision.reader);
}

/** Draws, keeps and hands in, as the reading screen does. */
function read(library: Library, instanceId: string, reader: string, mask = mine): void {
  const at = { instanceId, frame: 0 };
  draw(library, instanceId, reader, mask);
  library.journal.commit(at, reader);
  library.records.submit(at, reader);
}

describe('readers of one frame', () => {
  test('have masks, history and revisions of their own, over a reopening', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder);
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    draw(library, id, 'anna', mine);
    draw(library, id, 'bert', theirs);
    expect(masksEqual(seen(library, id, 'anna'), mine)).toBe(true);
    expect(masksEqual(seen(library, id, 'bert'), theirs)).toBe(true);
    expect(library.journal.open(at, 'carl').journal.canUndo).toBe(false);
    library.journal.undo(at, 'bert');
    library.close();

    const again = await openForTest(folder);
    expect(masksEqual(seen(again, id, 'anna'), mine)).toBe(true);
    expect(again.journal.open(at, 'bert').journal).toMatchObject({ canUndo: false, canRedo: true });
    expect(again.journal.steps(at, 'anna', 10).steps).toHaveLength(1);
    again.journal.redo(at, 'bert');
    expect(again.journal.commitAll('somebody').map(({ reader }) => reader)).toEqual([
      'anna',
      'bert',
    ]);
    expect(again.journal.commitAll('somebody')).toEqual([]);
    expect(masksEqual(seen(again, id, 'bert'), theirs)).toBe(true);
  });

  test('records that no revision was made of are everybody’s, and kept by who is at work', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    draw(library, id, 'anna');
    library.database.exec('DROP TRIGGER journal_keep; UPDATE journal SET reader = NULL');
    library.close();
    const again = await openForTest(library.folder);
    expect(masksEqual(seen(again, id, 'bert'), mine)).toBe(true);
    expect(again.journal.commitAll('bert')).toMatchObject([{ reader: 'bert' }]);
    expect(again.journal.commitAll('anna')).toEqual([]);
  });

  test('are blind to each other until both have submitted', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    library.assignments.assign([id], ['anna', 'bert'], 'each', 'chief');
    read(library, id, 'anna');
    expect(whoseAreVisible(library, id, 'anna')).toEqual(['anna']);
    expect(whoseAreVisible(library, id, 'bert')).toEqual([]);
    expect(whoseAreVisible(library, id, 'onlooker')).toEqual([]);
    const [revision] = library.revisions.list(id);
    if (revision === undefined) throw new Error('one revision');
    expect(() => {
      library.blindness.requireVisible(revision, 'bert');
    }).toThrow(/all readers have submitted/);
    read(library, id, 'bert', theirs);
    for (const reader of ['anna', 'bert', 'onlooker']) {
      expect(whoseAreVisible(library, id, reader)).toEqual(['anna', 'bert']);
    }
  });

  test('who began an own reading sees the others’ when it is submitted', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    read(library, id, 'anna');
    expect(whoseAreVisible(library, id, 'bert')).toEqual(['anna']);
    draw(library, id, 'bert', theirs);
    expect(whoseAreVisible(library, id, 'bert')).toEqual([]);
    library.records.submit({ instanceId: id, frame: 0 }, 'bert');
    expect(whoseAreVisible(library, id, 'bert')).toEqual(['anna']);
  });
});
