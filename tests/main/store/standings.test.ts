import { expect, test } from 'vitest';
import { openLibrary } from '../../../main/store/open-library.js';
import type { Library } from '../../../main/store/library.js';
import {
  insertInstance,
  insertProposal,
  lesion,
  openForTest,
  rectangle,
  temporaryFolder,
} from './support.js';

const all = { offset: 0, limit: 1 };

/** Counts of a list, and those that the rows of the catalogue give. */
function counts({ catalogue }: Library) {
  const { total, counts: status, readingCounts } = catalogue.list(all);
  return { total, proposed: status.proposed, corrected: status.corrected, ...readingCounts };
}

test('counts follow every change, here and in a second window that only reads', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(folder);
  const second = await openLibrary(folder, { access: 'read' });
  const expectBoth = (expected: ReturnType<typeof counts>): void => {
    expect(counts(library)).toEqual(expected);
    expect(counts(second)).toEqual(expected);
  };
  const nothing = { total: 0, proposed: 0, corrected: 0, 'to-read': 0, read: 0, flagged: 0 };
  expectBoth(nothing);
  const ids = Array.from({ length: 5 }, () => insertInstance(library).id);
  const [first = '', other = ''] = ids;
  expectBoth({ ...nothing, total: 5, 'to-read': 5 });
  await insertProposal(library, first, rectangle(1, 1, 5, 5));
  library.records.note({ instanceId: first, frame: 0 }, 'Ada', { flagged: true });
  expectBoth({ ...nothing, total: 5, proposed: 1, 'to-read': 5, flagged: 1 });
  const edit = { instanceId: other, frame: 0, kind: 'stroke', fromRevisionId: null } as const;
  library.journal.append({ ...edit, changes: lesion(rectangle(2, 2, 9, 9)) }, 'Ada');
  library.journal.commit({ instanceId: other, frame: 0 }, 'Ada');
  library.trash.put([first], 'Ada');
  expectBoth({ ...nothing, total: 4, corrected: 1, 'to-read': 3, read: 1 });
  expect(library.catalogue.list({ ...all, trashed: true }).total).toBe(1);
  // What is taken back is not counted.
  expect(() =>
    library.database.transaction(() => {
      insertInstance(library);
      throw new Error('no');
    }),
  ).toThrow('no');
  expectBoth({ ...nothing, total: 4, corrected: 1, 'to-read': 3, read: 1 });
  library.turnReadOnly('taken over');
  expectBoth({ ...nothing, total: 4, corrected: 1, 'to-read': 3, read: 1 });
  second.close();
});
