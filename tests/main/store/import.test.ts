import { createHash } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ImportProgress } from '../../../shared/domain.js';
import { encodeMask } from '../../../shared/labelmap.js';
import { addSynthetic } from '../../../main/store/import/add-synthetic.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import type { Library } from '../../../main/store/library.js';
import {
  noisePng,
  openForTest,
  pictureSize,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

/** A new library and, beside it, an empty folder to import from. */
async function libraryAndInbox(): Promise<{ library: Library; inbox: string }> {
  const folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  return { library: await openForTest(join(folder, 'library')), inbox };
}

function importAll(library: Library, paths: string[], more: object = {}): Promise<ImportProgress> {
  return importFiles({ library, worker: pictureWorker, paths, jobId: 'job-0001', ...more });
}

describe('import', () => {
  test('takes folders recursively, by content, and says what it refused and why', async () => {
    const { library, inbox } = await libraryAndInbox();
    await mkdir(join(inbox, 'deep', 'er'), { recursive: true });
    await mkdir(join(inbox, '.hidden'));
    await writeNoisePng(join(inbox, 'a.png'), 1);
    await writeNoisePng(join(inbox, 'deep', 'er', 'named like a text.txt'), 2);
    await writeNoisePng(join(inbox, '.hidden', 'no.png'), 3);
    await writeNoisePng(join(inbox, '.hidden.png'), 4);
    await writeFile(join(inbox, 'notes.txt'), 'these are notes');
    await writeFile(join(inbox, 'empty.png'), '');
    await writeNoisePng(join(inbox, 'cut.png'), 5);
    await truncate(join(inbox, 'cut.png'), 20);
    await symlink(join(inbox, 'a.png'), join(inbox, 'link.png'));
    await symlink(inbox, join(inbox, 'loop'));

    const states: ImportProgress[] = [];
    const imported: string[] = [];
    const result = await importAll(library, [inbox, join(inbox, 'absent.png')], {
      onProgress: (progress: ImportProgress) => states.push(progress),
      onImported: ({ fileName }: { fileName: string }) => imported.push(fileName),
    });
    expect(result).toMatchObject({
      jobId: 'job-0001',
      state: 'finished',
      imported: 2,
      duplicates: 0,
      done: 8,
      total: 8,
    });
    expect(imported).toEqual(['a.png', 'named like a text.txt']);
    expect(result.refusals.map(({ fileName }) => fileName).sort()).toEqual([
      'absent.png',
      'cut.png',
      'empty.png',
      'link.png',
      'loop',
      'notes.txt',
    ]);
    for (const { code, reason } of result.refusals) {
      expect(code).toMatch(/^(unreadable-file|unsupported-format)$/);
      expect(reason.length).toBeGreaterThan(10);
      expect(reason).not.toContain(inbox);
    }
    expect(states[0]?.state).toBe('counting');
    expect(states.at(-1)).toEqual(result);
    // What was refused left nothing in the library.
    expect((await library.blobs.list()).length).toBe(2);
    const [first] = library.instances.ids();
    const instance = library.instances.get(first ?? '');
    expect(instance).toMatchObject({
      ...pictureSize,
      format: 'png',
      origin: 'imported',
      frames: 1,
    });
    const bytes = await readFile(join(inbox, 'a.png'));
    expect(instance.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
    expect(Buffer.compare(await library.blobs.read(instance.sha256), bytes)).toBe(0);
  });

  test('takes the same bytes once, under whatever name, and heals a lost copy', async () => {
    const { library, inbox } = await libraryAndInbox();
    const path = await writeNoisePng(join(inbox, 'a.png'), 1);
    await cp(path, join(inbox, 'b.png'));
    expect(await importAll(library, [inbox])).toMatchObject({ imported: 1, duplicates: 1 });
    const [name = ''] = await library.blobs.list();
    await rm(library.blobs.path(name.slice(3)));
    expect(await importAll(library, [path])).toMatchObject({ imported: 0, duplicates: 1 });
    expect(await library.blobs.list()).toEqual([name]);
  });

  test('stops when cancelled and goes on where it stopped', async () => {
    const { library, inbox } = await libraryAndInbox();
    for (let seed = 0; seed < 60; seed += 1) {
      await writeNoisePng(join(inbox, `${String(seed)}.png`), seed);
    }
    const cancel = new AbortController();
    const cancelled = await importAll(library, [inbox], {
      signal: cancel.signal,
      onImported: () => {
        if (library.instances.ids().length >= 2) cancel.abort();
      },
    });
    expect(cancelled).toMatchObject({ state: 'cancelled', refusals: [] });
    const { imported } = cancelled;
    expect(imported).toBeGreaterThanOrEqual(2);
    expect(imported).toBeLessThan(60);
    expect(library.instances.ids()).toHaveLength(imported);
    expect(await importAll(library, [inbox])).toMatchObject({
      state: 'finished',
      imported: 60 - imported,
      duplicates: imported,
    });
    expect((await library.blobs.list()).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('two imports of one folder at once take each file once', async () => {
    const { library, inbox } = await libraryAndInbox();
    for (let seed = 0; seed < 4; seed += 1) {
      await writeNoisePng(join(inbox, `${String(seed)}.png`), seed);
    }
    const results = await Promise.all([importAll(library, [inbox]), importAll(library, [inbox])]);
    expect(results.reduce((sum, { imported }) => sum + imported, 0)).toBe(4);
    expect(results.flatMap(({ refusals }) => refusals)).toEqual([]);
    expect((await library.blobs.list()).length).toBe(4);
  });

  test('fails as a whole where nothing can be written', async () => {
    const { library, inbox } = await libraryAndInbox();
    await writeNoisePng(join(inbox, 'a.png'), 1);
    library.turnReadOnly('for the test');
    const states: string[] = [];
    const failing = importAll(library, [inbox], {
      onProgress: ({ state }: ImportProgress) => states.push(state),
    });
    await expect(failing).rejects.toMatchObject({ code: 'library-read-only' });
    expect(states.at(-1)).toBe('failed');
  });

  test('adds a synthetic picture once, with its true mask', async () => {
    const { library, inbox } = await libraryAndInbox();
    const path = join(inbox, 'generated.png');
    await writeFile(path, await noisePng(9));
    const truth = encodeMask(rectangle(4, 4, 20, 20));
    const picture = { path, fileName: 'Synthetic 1', truth };
    const instance = await addSynthetic(library, pictureWorker, picture);
    expect(await addSynthetic(library, pictureWorker, picture)).toEqual(instance);
    expect(instance).toMatchObject({ origin: 'synthetic', fileName: 'Synthetic 1' });
    const revisions = library.revisions.list(instance.id);
    expect(revisions).toHaveLength(1);
    expect(revisions[0]).toMatchObject({ source: 'truth', areaPx: { lesion: 256 } });
    expect(library.catalogue.summary(instance.id).status).toBe('unread');
    expect(await readdir(inbox)).toEqual(['generated.png']);
  });
});
