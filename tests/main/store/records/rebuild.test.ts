import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { libraryFilter } from '../../../../shared/library-filter.js';
import { runCli } from '../../../../main/cli.js';
import { importFile } from '../../../../main/store/import/import-file.js';
import type { Library } from '../../../../main/store/library.js';
import { rebuildLibrary } from '../../../../main/store/records/rebuild.js';
import { recordedTables } from '../../../../main/store/records/record-tables.js';
import { createSnapshot } from '../../../../main/store/snapshot/create-snapshot.js';
import { verifyLibrary } from '../../../../main/store/verify.js';
import {
  insertProposal,
  lesion,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from '../support.js';

/** A library in which something of every kind was done. */
async function filled() {
  const folder = await temporaryFolder();
  const files = await temporaryFolder();
  const library = await openForTest(folder);
  const ids: string[] = [];
  for (const seed of [1, 2, 3, 4]) {
    const path = await writeNoisePng(join(files, `seed-${String(seed)}.png`), seed);
    const given = { path, fileName: `seed-${String(seed)}.png`, origin: 'imported' as const };
    ids.push((await importFile(library, pictureWorker, given)).instance.id);
  }
  const [a = '', b = '', c = '', d = ''] = ids;
  for (const id of [a, b, c]) {
    const { revisionId } = await insertProposal(library, id, rectangle(1, 1, 5, 5));
    const at = { instanceId: id, frame: 0 };
    const stroke = { ...at, kind: 'stroke' as const, fromRevisionId: null };
    library.journal.append({ ...stroke, changes: lesion(rectangle(2, 2, 9, 9)) }, 'Ada');
    library.journal.append({ ...stroke, changes: lesion(rectangle(3, 3, 12, 12)) }, 'Ada');
    const from = { fromRevisionId: revisionId, sources: [{ revisionId, threshold: 0.35 }] };
    const takeOver = { ...at, kind: 'take-over' as const, ...from };
    library.journal.append({ ...takeOver, changes: lesion(rectangle(1, 1, 4, 4)) }, 'Ada');
    library.journal.append({ ...stroke, changes: lesion(rectangle(5, 5, 9, 12)) }, 'Ada');
    library.journal.undo(at, 'Ada');
    library.journal.commit(at, 'Ada');
    library.records.note(at, 'Ada', { comment: `seen ${id}`, flagged: id === a });
    library.records.submit(at, 'Ada');
    library.identity.record(id, { patient: `P ${id}`, lesion: 'L1', site: 'back' }, null);
  }
  library.identityChanges.merge('patient', [a, b], 'Ada');
  library.tags.change([a, b], { add: ['hair', 'ruler'], remove: [] }, 'Ada');
  library.tags.change([b], { add: [], remove: ['ruler'] }, 'Ada');
  library.trash.put([d], 'Ada');
  library.likeness.decide(a, c, 'different', 'Ada');
  library.savedViews.save({
    name: 'Hairy',
    filter: libraryFilter.parse({ tags: ['hair'] }),
    sort: { by: 'name', descending: false },
  });
  const fractions = { train: 0.5, val: 0.5, test: 0 };
  await createSnapshot({
    library,
    worker: pictureWorker,
    name: 'one',
    appVersion: '0',
    references: false,
    ...{
      splitting: { method: 'drawn', fractions, seed: 1, stratifyBy: 'none' },
      leaveOut: [],
      reader: 'Ada',
    },
  });
  return { folder, library, ids };
}

/** Every row of every table that is the library, as text. */
function rowsOf(library: Library): Record<string, string[]> {
  const anything = z.record(z.string(), z.unknown());
  return Object.fromEntries(
    recordedTables(library.database).map(({ name, key }) => [
      name,
      library.database
        .all(anything, `SELECT * FROM "${name}" ORDER BY ${key.join(', ')}`)
        .map((row) =>
          JSON.stringify(row, (_key, inner: unknown) =>
            inner instanceof ArrayBuffer ? Buffer.from(inner).toString('hex') : inner,
          ),
        ),
    ]),
  );
}

async function removeDatabase(folder: string): Promise<void> {
  for (const ending of ['', '-wal', '-shm']) {
    await rm(join(folder, `library.db${ending}`), { force: true });
  }
}

describe('a library whose database is lost', () => {
  test('is rebuilt from its files, row by row as it was', async () => {
    const { folder, library, ids } = await filled();
    const before = rowsOf(library);
    const listed = library.catalogue.list({ offset: 0, limit: 9 });
    const masks = library.revisions.list(ids[0] ?? '').map(({ id }) => library.revisions.masks(id));
    library.close();
    await removeDatabase(folder);
    await expect(openForTest(folder)).rejects.toThrow(/limen library rebuild/);

    const outcome = await rebuildLibrary(folder);
    expect(outcome).toMatchObject({ unreadable: 0, dangling: 0, setAside: null });
    const again = await openForTest(folder);
    const after = rowsOf(again);
    const rebuilt = after['audit']?.pop();
    expect(rebuilt).toContain('library.rebuilt');
    expect(after).toEqual(before);
    expect(Object.values(before).filter((rows) => rows.length > 0).length).toBeGreaterThan(18);
    expect(again.catalogue.list({ offset: 0, limit: 9 })).toEqual(listed);
    expect(again.catalogue.list({ offset: 0, limit: 9, search: 'hair' }).total).toBe(2);
    expect(again.revisions.list(ids[0] ?? '').map(({ id }) => again.revisions.masks(id))).toEqual(
      masks,
    );
    expect(await verifyLibrary(again)).toEqual([]);
    // The reader goes on where they were, undo included.
    const at = { instanceId: ids[0] ?? '', frame: 0 };
    expect(again.journal.redo(at, 'Ada').changes).toHaveLength(1);
    again.close();
  });

  test('is rebuilt again after it was opened and changed', async () => {
    const { folder, library } = await filled();
    library.close();
    await removeDatabase(folder);
    await rebuildLibrary(folder);
    const second = await openForTest(folder);
    second.tags.change(second.instances.ids(), { add: ['again'], remove: [] }, 'Ada');
    const before = rowsOf(second);
    second.close();
    await removeDatabase(folder);
    await rebuildLibrary(folder);
    const third = await openForTest(folder);
    const after = rowsOf(third);
    after['audit']?.pop();
    expect(after).toEqual(before);
    expect(await verifyLibrary(third)).toEqual([]);
  });

  test('keeps the damaged database, and lines that were altered are told', async () => {
    const { folder, library } = await filled();
    const { total } = library.catalogue.list({ offset: 0, limit: 1 });
    library.close();
    await writeFile(join(folder, 'library.db'), 'damaged');
    const [generation = ''] = await readdir(join(folder, 'records'));
    const file = join(folder, 'records', generation, '000001.jsonl');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('"seen ', '"sEEn '));
    await appendFile(file, 'cut off in the middle of a li');
    const outcome = await rebuildLibrary(folder);
    expect(outcome.unreadable).toBe(2);
    expect(outcome.setAside).toMatch(/^library-before-rebuild-/);
    expect(await readFile(join(folder, outcome.setAside ?? ''), 'utf8')).toBe('damaged');
    const again = await openForTest(folder);
    expect(again.catalogue.list({ offset: 0, limit: 1 }).total).toBe(total);
    // All is written down anew, and what cannot be read goes with the old lines.
    again.close();
    const [newest, ...others] = await readdir(join(folder, 'records'));
    expect(others).toEqual([]);
    expect(Number(newest)).toBeGreaterThan(Number(generation));
  });

  test('is not touched while it is open, or where nothing was written down', async () => {
    const { folder, library } = await filled();
    await expect(rebuildLibrary(folder)).rejects.toMatchObject({ code: 'library-read-only' });
    library.close();
    await rm(join(folder, 'records'), { recursive: true });
    await expect(rebuildLibrary(folder)).rejects.toMatchObject({ code: 'not-found' });
    const names = await readdir(folder);
    expect(names.filter((name) => name.endsWith('.tmp'))).toEqual([]);
    // The next opening writes everything down again.
    const again = await openForTest(folder);
    const before = rowsOf(again);
    again.close();
    await removeDatabase(folder);
    await rebuildLibrary(folder);
    const rebuilt = rowsOf(await openForTest(folder));
    rebuilt['audit']?.pop();
    expect(rebuilt).toEqual(before);
  });

  test('loses what was purged from its records too', async () => {
    const { folder, library, ids } = await filled();
    expect(
      await library.trash.purge(library.now(), 'reader Ada', { beforeRetention: true }),
    ).toMatchObject({ purged: 1 });
    library.close();
    const [generation = ''] = await readdir(join(folder, 'records'));
    const text = await readFile(join(folder, 'records', generation, '000001.jsonl'), 'utf8');
    expect(text).not.toContain('seed-4.png');
    expect(text).toContain(ids[3]);
  });

  test('is rebuilt by the command, which says what it did', async () => {
    const { folder, library } = await filled();
    library.close();
    await removeDatabase(folder);
    const printed: string[] = [];
    const print = (line: string): number => printed.push(line);
    const args = ['library', 'rebuild', '--library', folder, '--json'];
    expect(await runCli(args, { print, note: print })).toBe(0);
    expect(JSON.parse(printed[0] ?? '')).toMatchObject({ unreadable: 0, dangling: 0 });
    expect(await runCli(['library', 'purge', '--library', folder], { print, note: print })).toBe(2);
    const purge = ['library', 'purge', '--library', folder, '--older-than', '0', '--reader', 'Ada'];
    expect(await runCli(purge, { print, note: print })).toBe(1);
    expect(printed.at(-1)).toMatch(/30 days at least.*--before-retention/);
    const meant = [...purge, '--before-retention'];
    expect(await runCli(meant, { print, note: print })).toBe(0);
    expect(printed.at(-1)).toBe('1 pictures deleted, 0 kept for snapshots');
  });
});
