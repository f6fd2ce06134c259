import { expect, test } from 'vitest';
import type { Library } from '../../../main/store/library.js';
import { encodeMask, type RunLengthMask } from '../../../shared/labelmap.js';
import { insertInstance, lesion, openForTest, rectangle, temporaryFolder } from './support.js';

const draft = { asymmetry: 1, border: 3, colours: 2, structures: 0 };
const scores = (structures: number) => ({ draft, confirmed: { ...draft, structures } });

function stroke(
  library: Library,
  at: { instanceId: string; frame: number },
  mask: RunLengthMask,
  reader = 'a',
) {
  library.journal.append(
    { ...at, kind: 'stroke', changes: lesion(mask), fromRevisionId: null },
    reader,
  );
}

test('the newest confirmation of each reader counts, with its draft, and none is ever changed', async () => {
  const folder = await temporaryFolder();
  let now = 10;
  const library = await openForTest(folder, { now: () => now });
  const at = { instanceId: insertInstance(library).id, frame: 0 };
  stroke(library, at, rectangle(2, 2, 20, 20));
  stroke(library, at, rectangle(3, 2, 20, 20), 'b');
  expect(library.abcd.get(at, 'a')).toBeNull();
  library.abcd.confirm(at, 'a', scores(1));
  library.abcd.confirm(at, 'b', scores(2));
  now = 20;
  library.abcd.confirm(at, 'a', scores(3));
  const entries = library.audit.entries(0, 100).filter(({ action }) => action === 'abcd.confirmed');
  expect(entries.map(({ actor }) => actor)).toEqual(['reader a', 'reader b', 'reader a']);
  library.close();

  const again = await openForTest(folder);
  expect(again.abcd.get(at, 'a')).toMatchObject({
    ...scores(3),
    reader: 'a',
    confirmedAtMs: 20,
    current: true,
  });
  expect(
    again.abcd.ofFrame(at).map(({ reader, confirmedAtMs }) => [reader, confirmedAtMs]),
  ).toEqual([
    ['a', 20],
    ['b', 10],
  ]);
  expect(again.abcd.ofFrame({ ...at, frame: 1 })).toEqual([]);
  for (const change of [
    'DELETE FROM reading_abcd',
    'UPDATE reading_abcd SET confirmed_at_ms = 0',
  ]) {
    expect(() => {
      again.database.exec(change);
    }).toThrow(/never/);
  }
});

test('is of the masks that were scored: a revision of them is kept, and other masks make it old', async () => {
  const library = await openForTest(await temporaryFolder());
  const at = { instanceId: insertInstance(library).id, frame: 0 };
  const drawn = rectangle(2, 2, 20, 20);
  stroke(library, at, drawn);
  const { revisionId } = library.abcd.confirm(at, 'a', scores(1));
  const kept = library.revisions.get(revisionId);
  expect(kept).toMatchObject({ reader: 'a', source: 'reader' });
  expect(kept.areaPx.lesion).toBe(18 * 18);

  const isCurrent = () => library.abcd.get(at, 'a')?.current;
  stroke(library, at, rectangle(30, 2, 32, 4));
  expect(isCurrent()).toBe(false);
  library.journal.undo(at, 'a');
  expect(isCurrent()).toBe(true);
  // Of all segments only some are scored.
  const cysts = [{ segment: 'milia-like-cysts', mask: encodeMask(drawn) }] as const;
  library.journal.append({ ...at, kind: 'stroke', changes: cysts, fromRevisionId: null }, 'a');
  expect(isCurrent()).toBe(true);
  stroke(library, at, drawn);
  expect(isCurrent()).toBe(false);
  library.abcd.confirm(at, 'a', scores(2));
  expect(isCurrent()).toBe(true);
});

test('refuses a frame that is not there, and one without a mask', async () => {
  const library = await openForTest(await temporaryFolder());
  const { id } = insertInstance(library);
  for (const frame of [4, 0]) {
    expect(() => library.abcd.confirm({ instanceId: id, frame }, 'a', scores(1))).toThrow(
      expect.objectContaining({ code: 'bad-input' }),
    );
  }
});
