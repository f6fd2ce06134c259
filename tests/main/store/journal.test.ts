import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  decodeMask,
  emptyMask,
  encodeMask,
  maskArea,
  maskFromPixels,
  masksEqual,
  xorMasks,
  type RunLengthMask,
} from '../../../shared/labelmap.js';
import { defaultProperties } from '../../../shared/domain.js';
import type { Library } from '../../../main/store/library.js';
import {
  insertInstance,
  insertProposal,
  lesion,
  openForTest,
  pictureSize,
  rectangle,
  temporaryFolder,
} from './support.js';

const empty = emptyMask(pictureSize.width, pictureSize.height);

function lesionNow(library: Library, instanceId: string): RunLengthMask {
  const [first] = library.journal.open({ instanceId, frame: 0 }, 'reader').masks;
  return first ? decodeMask(first.mask) : empty;
}

function draw(library: Library, instanceId: string, toggled: RunLengthMask) {
  return library.journal.append(
    { instanceId, frame: 0, kind: 'stroke', changes: lesion(toggled), fromRevisionId: null },
    'reader',
  );
}

describe('journal of segments', () => {
  test('names and colours are acts of the one history, over a reopening', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder);
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    const segment = 'globules';
    const [listed, named] = [
      { ...defaultProperties(segment), listed: true },
      { ...defaultProperties(segment), listed: true, name: 'Clods', colour: '#00ff88' },
    ];
    library.journal.setSegment({ ...at, segment, properties: listed }, 'reader');
    draw(library, id, rectangle(1, 1, 3, 3));
    library.journal.setSegment({ ...at, segment, properties: named }, 'reader');
    expect(library.journal.open(at, 'reader').segments).toEqual([{ segment, properties: named }]);

    const undone = library.journal.undo(at, 'reader');
    expect(undone).toMatchObject({ changes: [], segments: [{ segment, properties: listed }] });
    library.close();
    const again = await openForTest(folder);
    expect(again.journal.open(at, 'reader').segments).toEqual([{ segment, properties: listed }]);
    expect(again.journal.redo(at, 'reader').segments).toEqual([{ segment, properties: named }]);
    for (const expected of [[{ segment, properties: listed }], [], 'default'] as const) {
      const { segments } = again.journal.undo(at, 'reader');
      expect(segments).toEqual(
        expected === 'default' ? [{ segment, properties: defaultProperties(segment) }] : expected,
      );
    }
    expect(again.journal.open(at, 'reader')).toMatchObject({
      segments: [],
      journal: { canUndo: false },
    });
    expect(again.journal.commit(at, 'reader')).toBeNull();
  });
});

describe('journal', () => {
  test('holds strokes, undo and redo over a reopening', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder, { now: () => 1234 });
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    expect(library.journal.open(at, 'reader')).toEqual({
      masks: [],
      segments: [],
      marks: [],
      journal: { canUndo: false, canRedo: false, savedAtMs: 0 },
    });
    const [first, second] = [rectangle(2, 2, 10, 10), rectangle(5, 5, 20, 20)];
    expect(draw(library, id, first)).toEqual({ canUndo: true, canRedo: false, savedAtMs: 1234 });
    draw(library, id, second);
    expect(masksEqual(lesionNow(library, id), xorMasks(first, second))).toBe(true);

    const undone = library.journal.undo(at, 'reader');
    expect(undone).toMatchObject({ canUndo: true, canRedo: true });
    expect(undone.changes).toEqual(lesion(second));
    library.close();

    const again = await openForTest(folder);
    expect(masksEqual(lesionNow(again, id), first)).toBe(true);
    expect(again.journal.open(at, 'reader').journal).toEqual({
      canUndo: true,
      canRedo: true,
      savedAtMs: 1234,
    });
    expect(again.journal.redo(at, 'reader')).toMatchObject({ canUndo: true, canRedo: false });
    expect(masksEqual(lesionNow(again, id), xorMasks(first, second))).toBe(true);
  });

  test('replays to the same pixels as toggling an array does', { timeout: 90_000 }, async () => {
    const library = await openForTest(await temporaryFolder());
    const pixelCount = pictureSize.width * pictureSize.height;
    const act = fc.oneof(
      fc.record({
        kind: fc.constant('stroke' as const),
        from: fc.nat(pixelCount - 1),
        length: fc.integer({ min: 1, max: 200 }),
      }),
      fc.record({ kind: fc.constantFrom('undo' as const, 'redo' as const, 'commit' as const) }),
    );
    fc.assert(
      fc.property(fc.array(act, { maxLength: 20 }), (acts) => {
        const { id } = insertInstance(library);
        const at = { instanceId: id, frame: 0 };
        let now = new Uint8Array(pixelCount);
        const done: Uint8Array<ArrayBuffer>[] = [];
        let undone: Uint8Array<ArrayBuffer>[] = [];
        for (const step of acts) {
          if (step.kind === 'stroke') {
            const pixels = new Uint8Array(pixelCount).fill(1, step.from, step.from + step.length);
            draw(library, id, maskFromPixels(pixels, pictureSize.width, pictureSize.height));
            done.push(now);
            undone = [];
            now = now.map((value, index) => value ^ (pixels[index] ?? 0));
            continue;
          }
          const { kind } = step;
          if (kind === 'commit') {
            library.journal.commit(at, 'reader');
            continue;
          }
          const [from, to] = kind === 'undo' ? [done, undone] : [undone, done];
          const next = from.pop();
          if (next === undefined) {
            expect(() => library.journal[kind](at, 'reader')).toThrow(/nothing to/);
          } else {
            library.journal[kind](at, 'reader');
            to.push(now);
            now = next;
          }
        }
        const expected = maskFromPixels(now, pictureSize.width, pictureSize.height);
        expect(masksEqual(lesionNow(library, id), expected)).toBe(true);
        library.journal.commit(at, 'reader');
        expect(masksEqual(lesionNow(library, id), expected)).toBe(true);
      }),
      { numRuns: 25 },
    );
  });

  test('turns into a revision whose parent is the proposal taken over', async () => {
    const library = await openForTest(await temporaryFolder(), { now: () => 77 });
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    const mask = rectangle(5, 5, 25, 25);
    const proposal = await insertProposal(library, id, mask);
    expect(library.journal.commit(at, 'reader')).toBeNull();
    library.journal.append(
      {
        ...at,
        kind: 'take-over',
        changes: lesion(mask),
        fromRevisionId: proposal.revisionId,
      },
      'reader',
    );
    draw(library, id, rectangle(0, 0, 3, 3));
    const revision = library.journal.commit(at, 'reader');
    expect(revision).toMatchObject({
      parentId: proposal.revisionId,
      source: 'reader',
      reader: 'reader',
      createdAtMs: 77,
      areaPx: { lesion: maskArea(mask) + 9 },
    });
    expect(library.journal.commit(at, 'reader')).toBeNull();

    library.journal.undo(at, 'reader');
    const next = library.journal.commit(at, 'reader');
    expect(next).toMatchObject({ parentId: revision?.id, areaPx: { lesion: maskArea(mask) } });
    expect(library.revisions.lineage(next?.id ?? '').map(({ source }) => source)).toEqual([
      'reader',
      'reader',
      'model',
    ]);
    expect(library.catalogue.summary(id).status).toBe('corrected');
  });

  test('undoes past a revision by appending, and a cancelled change makes no revision', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder);
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    draw(library, id, rectangle(0, 0, 4, 4));
    const first = library.journal.commit(at, 'reader');
    library.journal.undo(at, 'reader');
    expect(maskArea(lesionNow(library, id))).toBe(0);
    expect(library.revisions.get(first?.id ?? '').areaPx).toEqual({ lesion: 16 });
    library.journal.redo(at, 'reader');
    expect(library.journal.commit(at, 'reader')).toBeNull();
    library.close();
    const again = await openForTest(folder);
    expect(maskArea(lesionNow(again, id))).toBe(16);
    again.journal.undo(at, 'reader');
    expect(again.journal.commit(at, 'reader')).toMatchObject({
      parentId: first?.id,
      areaPx: { lesion: 0 },
    });
  });

  test('keeps work by hand as a revision before a take-over', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    const proposal = await insertProposal(library, id, rectangle(5, 5, 25, 25));
    draw(library, id, rectangle(0, 0, 4, 4));
    library.journal.append(
      {
        ...at,
        kind: 'take-over',
        changes: lesion(rectangle(5, 5, 25, 25)),
        fromRevisionId: proposal.revisionId,
      },
      'reader',
    );
    expect(library.revisions.latest(id, 0, 'reader')).toMatchObject({
      parentId: null,
      areaPx: { lesion: 16 },
    });
    expect(library.journal.commit(at, 'reader')).toMatchObject({ parentId: proposal.revisionId });
  });

  test('a cleared take-over says that there is no lesion', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    const changes = lesion(rectangle(5, 5, 25, 25));
    const { revisionId } = await insertProposal(library, id, rectangle(5, 5, 25, 25));
    library.journal.append(
      { ...at, kind: 'take-over', changes, fromRevisionId: revisionId },
      'reader',
    );
    library.journal.append({ ...at, kind: 'clear', changes, fromRevisionId: null }, 'reader');
    expect(library.journal.commit(at, 'reader')).toMatchObject({
      parentId: revisionId,
      areaPx: { lesion: 0 },
    });
  });

  test('refuses what does not fit the frame and keeps nothing of it', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    const other = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    const good = lesion(rectangle(0, 0, 4, 4));
    const proposal = await insertProposal(library, other.id, rectangle(5, 5, 25, 25));
    const bad = [
      { ...at, changes: lesion(emptyMask(3, 3)) },
      { ...at, changes: [{ segment: 'lesion' as const, mask: Uint8Array.of(1, 2, 3) }] },
      { ...at, changes: [...good, ...good] },
      { ...at, changes: [] },
      { ...at, frame: 1, changes: good },
      { ...at, changes: good, kind: 'take-over' as const },
      { ...at, changes: good, fromRevisionId: proposal.revisionId },
      { ...at, changes: good, kind: 'take-over' as const, fromRevisionId: proposal.revisionId },
    ];
    for (const edit of bad) {
      expect(() =>
        library.journal.append({ kind: 'stroke', fromRevisionId: null, ...edit }, 'reader'),
      ).toThrow(expect.objectContaining({ code: 'bad-input' }));
    }
    expect(() => library.journal.open({ ...at, frame: 1 }, 'reader')).toThrow(/none numbered 1/);
    expect(library.journal.open(at, 'reader').masks).toEqual([]);
    expect(library.journal.readingsWithRecords()).toEqual([]);
  });

  test('rows of the journal and of revisions cannot be changed or deleted', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    draw(library, id, rectangle(0, 0, 4, 4));
    library.journal.commit({ instanceId: id, frame: 0 }, 'reader');
    for (const table of ['journal', 'journal_changes', 'revisions', 'revision_masks']) {
      expect(() => {
        library.database.run(`DELETE FROM ${table}`);
      }).toThrow(/never|append-only/);
    }
    for (const assignment of [
      'journal SET at_ms = 0',
      "journal_changes SET toggled = x'00'",
      "revisions SET reader = 'x'",
      'revision_masks SET area_px = 0',
    ]) {
      expect(() => {
        library.database.run(`UPDATE ${assignment}`);
      }).toThrow(/never|append-only/);
    }
  });

  test('an altered change is an error and never a wrong mask', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder);
    const { id } = insertInstance(library);
    draw(library, id, rectangle(0, 0, 4, 4));
    library.database.exec('DROP TRIGGER journal_changes_keep');
    library.database.run('UPDATE journal_changes SET toggled = ?', [
      encodeMask(rectangle(0, 0, 4, 5)),
    ]);
    expect(() => library.journal.open({ instanceId: id, frame: 0 }, 'reader')).toThrow(
      expect.objectContaining({ code: 'library-damaged' }),
    );
  });

  test('keeps every frame with changes at once', async () => {
    const library = await openForTest(await temporaryFolder());
    const [a, b] = [insertInstance(library), insertInstance(library)];
    draw(library, a.id, rectangle(0, 0, 4, 4));
    draw(library, b.id, rectangle(0, 0, 2, 2));
    expect(library.journal.commitAll('reader').map(({ areaPx }) => areaPx.lesion)).toEqual([16, 4]);
    expect(library.journal.commitAll('reader')).toEqual([]);
  });
});
