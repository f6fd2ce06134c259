import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { lstat, mkdir, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { toAppError } from '../../shared/errors.js';
import { importFiles } from '../../main/store/import/import-files.js';
import type { Library } from '../../main/store/library.js';
import { openLibrary } from '../../main/store/open-library.js';
import { rebuildLibrary } from '../../main/store/records/rebuild.js';
import { verifyLibrary } from '../../main/store/verify.js';
import { createWorkerHost } from '../../main/worker/host.js';
import {
  insertProposal,
  noisePng,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from '../main/store/support.js';
import { symbolicLink, zipOf } from '../main/worker/unpack/archives.js';
import {
  blackRows,
  deflatedDicom,
  deflatedZeros,
  pngBomb,
  tiffBomb,
  zipBomb,
  zlibZeros,
} from '../support/bombs.js';
import { buildWorker } from '../support/built-worker.js';
import { png } from '../support/pictures.js';

/** Each fault is done to a real library; the table at the end says what was seen and what was lost. */

const table: { fault: string; seen: string; lost: string }[] = [];
const pictures = 3;

afterAll(() => {
  for (const { fault, seen, lost } of table) console.log(`${fault} | ${seen} | lost: ${lost}`);
});

async function filled() {
  const base = await temporaryFolder();
  const [folder, files] = [join(base, 'library'), join(base, 'files')];
  await mkdir(files);
  for (let seed = 0; seed < pictures; seed += 1) {
    await writeNoisePng(join(files, `noise-${String(seed)}.png`), seed);
  }
  const library = await openForTest(folder);
  await take(library, [files]);
  for (const id of library.instances.ids()) {
    await insertProposal(library, id, rectangle(1, 1, 5, 5));
  }
  return { base, folder, files, library };
}

function take(library: Library, paths: readonly string[]) {
  return importFiles({ library, worker: pictureWorker, paths, jobId: 'job-0001' });
}

/** Everything is there: each picture with its proposal, and nothing is wrong with any of it. */
async function expectWhole(library: Library): Promise<void> {
  const { instances } = library.catalogue.list({ offset: 0, limit: 99, status: 'proposed' });
  expect(instances).toHaveLength(pictures);
  const findings = await verifyLibrary(library);
  expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
}

const seenBy = async (act: () => Promise<unknown>): Promise<string> => {
  try {
    await act();
    return 'nothing';
  } catch (thrown) {
    return toAppError(thrown).message;
  }
};

function note(fault: string, seen: string, told: RegExp): void {
  expect(seen).toMatch(told);
  table.push({ fault, seen, lost: 'nothing' });
}

describe('faults', () => {
  test('two programs on one library', async () => {
    const { folder, files, library } = await filled();
    const seen = await new Promise<string>((settle) => {
      const limen = join(import.meta.dirname, '../../bin/limen.mjs');
      const args = [limen, 'import', '--library', folder, files];
      execFile(process.execPath, args, (_error, _stdout, stderr) => {
        settle(stderr.trim().split('\n').at(-1) ?? '');
      });
    });
    note('two programs on one library', seen, /open in another window or program/);
    await expectWhole(library);
  });

  test('two windows on one library', async () => {
    const { folder, files, library } = await filled();
    const second = await openForTest(folder);
    const seen = second.readOnlyReason ?? 'nothing';
    expect(await seenBy(() => take(second, [files]))).toBe(seen);
    await expectWhole(second);
    second.close();
    note('two windows on one library', seen, /open in another window or program/);
    await expectWhole(library);
  });

  test.each([
    ['database missing', (path: string) => rm(path)],
    ['database overwritten', (path: string) => writeFile(path, 'not a database at all')],
    ['database emptied', (path: string) => writeFile(path, '')],
  ])('%s', async (fault, harm) => {
    const { folder, library } = await filled();
    library.close();
    for (const ending of ['-wal', '-shm']) {
      await rm(join(folder, `library.db${ending}`), { force: true });
    }
    await harm(join(folder, 'library.db'));
    const seen = await seenBy(() => openLibrary(folder));
    await rebuildLibrary(folder);
    await expectWhole(await openForTest(folder));
    note(fault, seen, /limen library rebuild/);
  });

  test('a page of the database altered', async () => {
    const { folder, library } = await filled();
    const { page } = library.database.getOne(
      z.object({ page: z.int() }),
      "SELECT rootpage AS page FROM sqlite_master WHERE name = 'set_runs'",
    );
    library.close();
    const bytes = await readFile(join(folder, 'library.db'));
    bytes.fill(0x5a, (page - 1) * 4096, page * 4096);
    await writeFile(join(folder, 'library.db'), bytes);
    const opened = await openForTest(folder);
    const seen = opened.readOnlyReason ?? 'nothing';
    expect(opened.instances.ids()).toHaveLength(pictures);
    opened.close();
    await rebuildLibrary(folder);
    await expectWhole(await openForTest(folder));
    note('a page of the database altered', seen, /damaged.*What can be read is shown/);
  });

  test.each([
    ['stored picture missing', (path: string) => rm(path), 'file-missing'],
    ['stored picture altered', (path: string) => writeFile(path, 'x'), 'file-altered'],
  ])('%s', async (fault, harm, kind) => {
    const { files, library } = await filled();
    const { sha256 } = library.instances.get(library.instances.ids()[0] ?? '');
    await harm(library.blobs.path(sha256));
    const findings = await verifyLibrary(library);
    const [found] = findings.filter((finding) => finding.kind === kind);
    expect(await seenBy(() => library.blobs.read(sha256))).toMatch(/import the file again/);
    await take(library, [files]);
    await expectWhole(library);
    note(fault, found?.message ?? 'nothing', /Import the file again/);
  });

  test('a stored picture that became a link out of the library', async () => {
    const { base, files, library } = await filled();
    const outside = await writeNoisePng(join(base, 'outside.png'), 88);
    const before = await readFile(outside);
    const { sha256 } = library.instances.get(library.instances.ids()[0] ?? '');
    await rm(library.blobs.path(sha256));
    await symlink(outside, library.blobs.path(sha256));
    const [found] = (await verifyLibrary(library)).filter(({ severity }) => severity === 'error');
    await take(library, [files]);
    expect(await readFile(outside)).toEqual(before);
    expect((await lstat(library.blobs.path(sha256))).isSymbolicLink()).toBe(false);
    await expectWhole(library);
    note('a stored picture is a link', found?.message ?? 'nothing', /Import the file again/);
  });

  test('disk full while the database is written', async () => {
    const { base, library } = await filled();
    const more = await writeNoisePng(join(base, 'more.png'), 99);
    const { pages } = library.database.getOne(
      z.object({ pages: z.int() }),
      'SELECT page_count AS pages FROM pragma_page_count',
    );
    library.database.exec(`PRAGMA max_page_count = ${String(pages)}`);
    const seen = await seenBy(async () => {
      for (;;) {
        await take(library, [more]);
        library.tags.change(
          library.instances.ids(),
          { add: [crypto.randomUUID()], remove: [] },
          'A',
        );
      }
    });
    library.database.exec('PRAGMA max_page_count = 1000000');
    note('disk full while the database is written', seen, /disk.*is full/i);
    expect(library.instances.ids().length).toBeGreaterThanOrEqual(pictures);
    const findings = await verifyLibrary(library);
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
  });

  test('disk full while a file is written', async () => {
    const { library } = await filled();
    const before = await library.blobs.list();
    const beforeStep = (step: string): void => {
      if (step === 'write') throw Object.assign(new Error('full'), { code: 'ENOSPC' });
    };
    const bytes = Uint8Array.of(1, 2, 3);
    const seen = await seenBy(() => library.blobs.storeBytes(bytes, { beforeStep }));
    expect(await library.blobs.list()).toEqual(before);
    await expectWhole(library);
    note('disk full while a file is written', seen, /The disk is full/);
  });

  test('hostile archives', async () => {
    const { base, library } = await filled();
    const hostile = join(base, 'hostile');
    await mkdir(hostile);
    const picture = await noisePng(60);
    const outward = ['../../evil.png', '/evil.png', '../library.db'];
    const archives = {
      'names.zip': zipOf([
        ...outward.map((name) => ({ name, bytes: picture })),
        { name: 'link.png', bytes: Buffer.from('../../files/noise-0.png'), mode: symbolicLink },
        { name: 'good.png', bytes: picture },
      ]),
      'bomb.zip': zipBomb({ entries: 1, megabytes: 2000 }),
      'overlapping.zip': zipBomb({ entries: 4000, megabytes: 1 }),
      'cut.zip': zipOf([{ name: 'a.png', bytes: picture }]).subarray(0, 300),
    };
    for (const [name, bytes] of Object.entries(archives))
      await writeFile(join(hostile, name), bytes);
    const around = await readdir(base);
    const result = await take(library, [hostile]);
    const seen = (of: string): string =>
      result.refusals.find(({ fileName }) => fileName === of)?.reason ?? 'nothing';
    expect(result).toMatchObject({ state: 'finished', imported: 1 });
    note('an archive entry that leads out', seen('names.zip: ../../evil.png'), /leads out/);
    note('an archive entry at the root', seen('names.zip: /evil.png'), /absolute/);
    note('a link in an archive', seen('names.zip: link.png'), /a link or a device/);
    note('an archive of 2 MB with 2 GB in it', seen('bomb.zip'), /more than 100 times its size/);
    note('an archive of overlapping entries', seen('overlapping.zip'), /more than 100 times/);
    note('an archive cut short', seen('cut.zip'), /damaged/);
    expect(await readdir(base)).toEqual(around);
    expect((await readdir(library.folder)).filter((name) => name.includes('.tmp'))).toEqual([]);
    expect(library.instances.ids()).toHaveLength(pictures + 1);
  });

  test('pictures that unpack to gigabytes, and very large ones', async () => {
    const { base, library } = await filled();
    const built = await buildWorker();
    const limits = { memoryBytes: 1024 ** 3 };
    const worker = createWorkerHost({ fork: built.fork, limits });
    try {
      const hostile = join(base, 'hostile');
      await mkdir(hostile);
      const zeros = zlibZeros(2000);
      const files = {
        'deflated.dcm': deflatedDicom(deflatedZeros(2000)),
        'rows.png': pngBomb(20, { pixels: zeros }),
        'strip.tif': tiffBomb(20, zeros),
        'large.png': pngBomb(10_000, { pixels: blackRows(10_000) }),
      };
      for (const [name, bytes] of Object.entries(files))
        await writeFile(join(hostile, name), bytes);
      const request = { library, worker, paths: [hostile], jobId: 'job-0001' };
      const result = await importFiles(request);
      const refused = result.refusals.find(({ fileName }) => fileName === 'deflated.dcm');
      note('a DICOM file of 2 MB with 2 GB in it', refused?.reason ?? 'nothing', /far more than/);
      for (const [name, fault, told] of [
        ['rows.png', 'a PNG of 20 x 20 pixels with 2 GB in it', /shown|damaged/],
        ['strip.tif', 'a TIFF of 20 x 20 pixels with 2 GB in it', /shown|damaged/],
        ['large.png', 'a picture of 100 megapixels', /shown/],
      ] as const) {
        const input = {
          path: join(hostile, name),
          frame: 0,
          maxSide: 320,
          output: join(base, name),
        };
        const seen = await seenBy(() => worker.run('thumbnail', input));
        note(fault, seen === 'nothing' ? 'shown as what its header states' : seen, told);
      }
      await expectWhole(library);
    } finally {
      await worker.close();
      await built.remove();
    }
  });

  test('links, hostile names and bombs in a folder that is imported', async () => {
    const { base, library } = await filled();
    const hostile = join(base, 'hostile');
    const outside = await writeNoisePng(join(base, 'outside.png'), 77);
    await mkdir(hostile);
    await symlink(outside, join(hostile, 'link.png'));
    await symlink(hostile, join(hostile, 'loop'));
    const huge = png({ width: 60_000, height: 60_000, depth: 8, colourType: 2 }, []);
    await writeFile(join(hostile, 'huge.png'), huge);
    const names = ["'; DROP TABLE instances; --.png", 'line\nbreak.png', 'a%2f..%2fescape.png'];
    for (const [index, name] of names.entries()) {
      await writeNoisePng(join(hostile, name), 50 + index);
    }
    const around = await readdir(base);
    const result = await take(library, [hostile]);
    expect(result).toMatchObject({ state: 'finished', imported: names.length });
    const reason = (fileName: string): string =>
      result.refusals.find((refusal) => refusal.fileName === fileName)?.reason ?? 'nothing';
    note('a link in a folder', reason('link.png'), /It is a link/);
    note('a link that leads round', reason('loop'), /It is a link/);
    note('a picture of 3.6 gigapixels', reason('huge.png'), /pixels/);
    note('hostile file names', 'imported under their own names, as text', /imported/);
    expect(await readdir(base)).toEqual(around);
    expect(existsSync(outside)).toBe(true);
    expect(library.instances.ids()).toHaveLength(pictures + names.length);
  });
});
