import { describe, expect, test } from 'vitest';
import {
  insertInstance,
  insertProposal,
  lesion,
  openForTest,
  rectangle,
  temporaryFolder,
} from './support.js';

/** Two proposals of a picture, and regions of both in its correction. */
async function corrected() {
  const folder = await temporaryFolder();
  const library = await openForTest(folder);
  const { id: instanceId } = insertInstance(library);
  const at = { instanceId, frame: 0 };
  const a = (await insertProposal(library, instanceId, rectangle(1, 1, 9, 9))).revisionId;
  const b = (await insertProposal(library, instanceId, rectangle(4, 4, 14, 14))).revisionId;
  const take = (left: number, from: readonly string[], threshold: number | null = null) =>
    library.journal.append(
      {
        ...at,
        kind: 'command',
        tool: 'take-region',
        fromRevisionId: null,
        changes: lesion(rectangle(left, 1, left + 2, 3)),
        sources: from.map((revisionId) => ({ revisionId, threshold })),
      },
      'reader',
    );
  return { folder, library, at, a, b, take };
}

describe('what a revision was made of', () => {
  test('is every mask that a region came from; the first is what it corrects', async () => {
    const { library, at, a, b, take } = await corrected();
    take(1, [b]);
    take(5, [a, b]);
    const revision = library.journal.commit(at, 'reader');
    expect(revision?.sources).toEqual([a, b]);
    expect(revision?.parentId).toBe(b);
  });

  test('leaves out what was undone, over a reopening', async () => {
    const { folder, library, at, a, b, take } = await corrected();
    take(1, [a]);
    take(5, [b]);
    library.journal.undo(at, 'reader');
    library.close();
    const again = await openForTest(folder);
    expect(again.journal.commit(at, 'reader')?.sources).toEqual([a]);
  });

  test('holds all that agreed, beside the one taken over', async () => {
    const { library, at, a, b } = await corrected();
    const changes = lesion(rectangle(2, 2, 8, 8));
    library.journal.append(
      {
        ...at,
        kind: 'take-over',
        tool: 'staple',
        changes,
        fromRevisionId: b,
        sources: [
          { revisionId: a, threshold: null },
          { revisionId: b, threshold: null },
        ],
      },
      'reader',
    );
    const revision = library.journal.commit(at, 'reader');
    expect(revision).toMatchObject({ parentId: b, sources: [a, b] });
    expect(library.revisions.get(revision?.id ?? '').sources).toEqual([a, b]);
    expect(() => {
      library.database.exec('DELETE FROM revision_sources');
    }).toThrow(/never deleted/);
  });

  test('another picture’s mask is refused', async () => {
    const { library, take } = await corrected();
    const other = insertInstance(library);
    const { revisionId } = await insertProposal(library, other.id, rectangle(1, 1, 3, 3));
    expect(() => take(1, [revisionId])).toThrow(/another picture/);
  });
});
