import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { importFile } from '../../../main/store/import/import-file.js';
import { selectSamples } from '../../../main/store/export/select-samples.js';
import { createSnapshot } from '../../../main/store/snapshot/create-snapshot.js';
import { defaultProperties } from '../../../shared/domain.js';
import { retentionMs } from '../../../main/store/trash.js';
import { verifyLibrary } from '../../../main/store/verify.js';
import {
  insertProposal,
  lesion,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

async function filled() {
  let nowMs = 1_000_000;
  const files = await temporaryFolder();
  const library = await openForTest(await temporaryFolder(), { now: () => nowMs });
  const add = async (seed: number): Promise<string> => {
    const path = await writeNoisePng(join(files, `seed-${String(seed)}.png`), seed);
    const fileName = `seed-${String(seed)}.png`;
    const given = { path, fileName, origin: 'imported' as const };
    return (await importFile(library, pictureWorker, given)).instance.id;
  };
  const [a, b] = [await add(1), await add(2)];
  for (const id of [a, b]) {
    await insertProposal(library, id, rectangle(1, 1, 5, 5));
    const at = { instanceId: id, frame: 0 };
    const changes = lesion(rectangle(2, 2, 9, 9));
    library.journal.append({ ...at, kind: 'stroke', changes, fromRevisionId: null }, 'Ada');
    library.journal.commit(at, 'Ada');
    library.identity.record(id, { patient: `patient of ${id}`, site: 'back' }, null);
  }
  const later = (ms: number): void => {
    nowMs += ms;
  };
  return { library, ids: [a, b] as const, add, later };
}

const listed = (library: Awaited<ReturnType<typeof filled>>['library'], trashed = false) =>
  library.catalogue
    .list({ offset: 0, limit: 9, trashed })
    .instances.map(({ instance }) => instance.id);

/** Tables of the library in which some words are, search index and notes to write down included. */
function tablesWith({ database }: Awaited<ReturnType<typeof filled>>['library'], words: string) {
  const name = z.object({ name: z.string() });
  const tables = database.all(name, "SELECT name FROM sqlite_master WHERE type = 'table'");
  return tables
    .map((table) => table.name)
    .filter((table) => {
      const columns = database.all(name, 'SELECT name FROM pragma_table_info(?)', [table]);
      return columns.some(({ name: column }) =>
        database.get(
          z.object({ found: z.int() }),
          `SELECT 1 AS found FROM "${table}" WHERE instr(CAST("${column}" AS TEXT), ?) > 0 LIMIT 1`,
          [words],
        ),
      );
    })
    .sort();
}

describe('the trash', () => {
  test('takes pictures out of lists, exports and neighbours, and gives all of them back', async () => {
    const { library, ids } = await filled();
    const [a, b] = ids;
    const before = library.catalogue.summary(a);
    expect(library.trash.put([a], 'Ada')).toBe(1);
    expect(library.trash.put([a, 'not-here-0'], 'Ada')).toBe(0);
    expect(listed(library)).toEqual([b]);
    expect(listed(library, true)).toEqual([a]);
    expect(library.instances.ids()).toEqual([b]);
    expect(library.instances.neighbours(b)).toMatchObject({ previousId: null, total: 1 });
    const all = { kind: 'all', references: true } as const;
    const chosen = { kind: 'pictures', instanceIds: [a, b] } as const;
    for (const selection of [all, chosen]) {
      const { samples } = selectSamples(library, selection);
      expect(samples.map(({ instance }) => instance.id)).toEqual([b]);
    }
    expect(library.trash.count()).toEqual({ pictures: 1, expired: 0 });
    expect(library.trash.restore([a], 'reader Ada')).toBe(1);
    expect(library.catalogue.summary(a)).toEqual(before);
    expect(listed(library)).toEqual([a, b]);
    expect(library.audit.entries(0, 99).map(({ action }) => action)).toEqual(
      expect.arrayContaining(['picture.trashed', 'picture.restored']),
    );
  });

  test('is purged after its retention only, and what is left tells of no patient', async () => {
    const { library, ids, later } = await filled();
    const [a, b] = ids;
    const { sha256 } = library.instances.get(a);
    library.trash.put([a], 'Ada');
    later(retentionMs - 1);
    const now = (): number => library.now() - retentionMs;
    expect(await library.trash.purge(now(), 'reader Ada')).toMatchObject({ purged: 0 });
    await access(library.blobs.path(sha256));
    const early = library.trash.purge(now() + 1, 'reader Ada');
    await expect(early).rejects.toMatchObject({ code: 'bad-input' });
    later(1);
    expect(library.trash.count().expired).toBe(1);
    expect(await library.trash.purge(now(), 'reader Ada')).toEqual({
      purged: 1,
      keptForSnapshots: 0,
    });
    await expect(access(library.blobs.path(sha256))).rejects.toThrow('ENOENT');
    expect(listed(library, true)).toEqual([]);
    expect(library.trash.restore([a], 'reader Ada')).toBe(0);
    const labels = library.database.all(
      z.object({ label: z.string() }),
      'SELECT label FROM patients',
    );
    expect(labels).toEqual([{ label: `patient of ${b}` }]);
    expect(library.instances.get(a).fileName).toBe('purged');
    expect((await verifyLibrary(library)).filter(({ severity }) => severity === 'error')).toEqual(
      [],
    );
    expect(library.audit.entries(0, 99).at(-1)).toMatchObject({
      action: 'picture.purged',
      subject: a,
      actor: 'reader Ada',
    });
  });

  test('purges what readers wrote about a picture from its history, and of that picture only', async () => {
    const { library, ids, later } = await filled();
    const words = 'Canary-5190';
    for (const [index, id] of ids.entries()) {
      const at = { instanceId: id, frame: 0 };
      const name = `${words}-${String(index)}`;
      const mark = { id: `note-000${String(index)}`, kind: 'note' as const, lengthMm: null };
      const note = { ...mark, points: [{ x: 3, y: 3 }], text: name };
      library.journal.setMark({ ...at, id: note.id, mark: note }, 'Ada');
      library.journal.setMark({ ...at, id: note.id, mark: null }, 'Ada');
      const properties = { ...defaultProperties('streaks'), listed: true, name };
      library.journal.setSegment({ ...at, segment: 'streaks', properties }, 'Ada');
      library.records.submit(at, 'Ada');
      library.reviews.act(at, { act: 'reject', reason: name }, 'Cleo');
    }
    library.trash.put([ids[0]], 'Ada');
    later(retentionMs);
    await library.trash.purge(library.now() - retentionMs, 'reader Ada');
    expect(tablesWith(library, `${words}-0`)).toEqual([]);
    expect(tablesWith(library, `${words}-1`)).toEqual([
      'journal_marks',
      'journal_segments',
      'review_decisions',
    ]);
    for (const table of ['journal_marks', 'journal_segments', 'review_decisions']) {
      expect(() => {
        library.database.run(`UPDATE ${table} SET sequence = sequence`);
      }).toThrow(/append-only|never changed/);
    }
    const findings = await verifyLibrary(library);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('keeps what a snapshot refers to', async () => {
    const { library, ids, later } = await filled();
    const [a, b] = ids;
    const fractions = { train: 0.5, val: 0.5, test: 0 };
    const made = await createSnapshot({
      library,
      worker: pictureWorker,
      name: 'one',
      appVersion: '0',
      references: false,
      ...{
        splitting: { method: 'drawn', fractions, seed: 1, stratifyBy: 'none' },
        leaveOut: [b],
        reader: 'Ada',
      },
    });
    expect(made.kind).toBe('made');
    library.trash.put([a, b], 'Ada');
    expect(selectSamples(library, { kind: 'snapshot', name: 'one' }).samples).toHaveLength(1);
    later(retentionMs);
    const outcome = await library.trash.purge(library.now() - retentionMs, 'reader Ada');
    expect(outcome).toEqual({ purged: 1, keptForSnapshots: 1 });
    expect(listed(library, true)).toEqual([a]);
    await access(library.blobs.path(library.instances.get(a).sha256));
  });

  test('gives a picture back that is imported again, and takes a purged one as new', async () => {
    const { library, ids, add, later } = await filled();
    const [a] = ids;
    library.trash.put([a], 'Ada');
    expect(await add(1)).toBe(a);
    expect(listed(library)).toContain(a);
    library.trash.put([a], 'Ada');
    later(retentionMs);
    await library.trash.purge(library.now() - retentionMs, 'reader Ada');
    const again = await add(1);
    expect(again).not.toBe(a);
    expect(library.catalogue.summary(again).status).toBe('unread');
  });
});
