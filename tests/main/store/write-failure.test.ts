import { describe, expect, test } from 'vitest';
import { decodeMask, masksEqual, unionMasks, xorMasks } from '../../../shared/labelmap.js';
import type { Library } from '../../../main/store/library.js';
import { insertInstance, lesion, openForTest, rectangle, temporaryFolder } from './support.js';

const size = { width: 900, height: 700 };

/** Every second pixel of a rectangle: its run lengths fill pages. */
function grid(left: number) {
  const parts = Array.from({ length: 60 }, (_, row) =>
    rectangle(left, 8 * row, left + 300, 8 * row + 4, size),
  );
  return parts.reduce(unionMasks);
}

function draw(library: Library, instanceId: string, left: number) {
  const changes = lesion(grid(left));
  const at = { instanceId, frame: 0 };
  return library.journal.append({ ...at, kind: 'stroke', changes, fromRevisionId: null }, 'reader');
}

function limitPages(library: Library, pages: number): void {
  library.database.exec(`PRAGMA max_page_count = ${String(pages)}`);
}

describe('where nothing can be written', () => {
  test('a full disk is said so, takes nothing of what was there, and goes on when it has room', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder);
    const { id } = insertInstance(library, size);
    draw(library, id, 10);
    // SQLite takes the limit for the size of the file, as a disk's end would be.
    limitPages(library, 1);
    const attempt = (): void => {
      for (let stroke = 0; stroke < 200; stroke += 1) draw(library, id, 20 + stroke);
    };
    expect(attempt).toThrow(expect.objectContaining({ code: 'disk-full' }));
    const kept = library.journal.open({ instanceId: id, frame: 0 }, 'reader');
    expect(kept.journal.canUndo).toBe(true);
    expect(() =>
      library.records.note({ instanceId: id, frame: 0 }, 'a', { flagged: true }),
    ).not.toThrow(expect.objectContaining({ code: 'internal' }));

    // Tried again once there is room, as the window does: only then is it part of the history.
    limitPages(library, 1_000_000);
    draw(library, id, 400);
    const after = library.journal.open({ instanceId: id, frame: 0 }, 'reader');
    const [before, now] = [kept.masks[0], after.masks[0]];
    if (!before || !now) throw new Error('there is a lesion');
    expect(masksEqual(decodeMask(now.mask), xorMasks(decodeMask(before.mask), grid(400)))).toBe(
      true,
    );
    library.close();
    const again = await openForTest(folder);
    expect(again.journal.open({ instanceId: id, frame: 0 }, 'reader').masks).toEqual(after.masks);
  });

  test('a library that turned read-only refuses with its reason and is still read', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library, size);
    draw(library, id, 10);
    library.turnReadOnly('Another program has taken the library over while this one was paused.');
    expect(() => {
      library.requireWritable();
    }).toThrow(expect.objectContaining({ code: 'library-read-only' }));
    expect(() => draw(library, id, 20)).toThrow(
      expect.objectContaining({ code: 'library-read-only' }),
    );
    expect(library.journal.open({ instanceId: id, frame: 0 }, 'reader').masks).toHaveLength(1);
    expect(library.records.get({ instanceId: id, frame: 0 }, 'a').flagged).toBe(false);
  });
});
