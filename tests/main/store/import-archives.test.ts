import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { create } from 'tar';
import { describe, expect, test } from 'vitest';
import { maskToPng } from '../../../main/mask-png.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { importFiles, tryImport } from '../../../main/store/import/import-files.js';
import type { Library } from '../../../main/store/library.js';
import { openLibrary } from '../../../main/store/open-library.js';
import type { ExportFormat, ImportProgress } from '../../../shared/domain.js';
import { regularFile, symbolicLink, tarOf, zipOf } from '../worker/unpack/archives.js';
import { noisePng, openForTest, pictureWorker, rectangle, temporaryFolder } from './support.js';

async function newLibrary(): Promise<{ library: Library; inbox: string; folder: string }> {
  const folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  return { library: await openForTest(join(folder, 'library')), inbox, folder };
}

function importAll(library: Library, paths: string[]): Promise<ImportProgress> {
  return importFiles({ library, worker: pictureWorker, paths, jobId: 'job-0001' });
}

/** Pictures a and b with masks in ISIC's layout. */
async function isicEntries(): Promise<{ name: string; bytes: Buffer; mode: number }[]> {
  const mask = Buffer.from(await maskToPng(rectangle(4, 4, 20, 20)));
  return [
    { name: 'set/images/a.png', bytes: await noisePng(1), mode: regularFile },
    { name: 'set/images/b.png', bytes: await noisePng(2), mode: regularFile },
    { name: 'set/masks/a_segmentation.png', bytes: mask, mode: regularFile },
    { name: 'set/masks/b_segmentation.png', bytes: mask, mode: regularFile },
  ];
}

/** Names in the library's own folder that are not its own. */
async function leftOver({ folder }: Library): Promise<string[]> {
  const names = await readdir(folder, { recursive: true });
  return names.filter((name) => name.includes('.tmp'));
}

describe('an import of archives', () => {
  test('takes pictures and masks of zip and tar archives, also beside folders', async () => {
    const { library, inbox } = await newLibrary();
    const entries = await isicEntries();
    await writeFile(join(inbox, 'one.zip'), zipOf(entries));
    const result = await importAll(library, [join(inbox, 'one.zip')]);
    expect(result).toMatchObject({
      state: 'finished',
      imported: 2,
      masks: 2,
      layouts: { isic: 2 },
      refused: 0,
    });
    await writeFile(join(inbox, 'two.tar.gz'), gzipSync(tarOf(entries)));
    expect(await importAll(library, [inbox])).toMatchObject({
      imported: 0,
      duplicates: 4,
      masks: 0,
      knownMasks: 4,
    });
    expect(await leftOver(library)).toEqual([]);
  });

  test('tries without writing, where there is no library yet either', async () => {
    const { library, inbox, folder } = await newLibrary();
    await writeFile(join(inbox, 'one.zip'), zipOf(await isicEntries()));
    for (const known of [library, null]) {
      const request = { worker: pictureWorker, paths: [inbox], jobId: 'job-0001' };
      expect(await tryImport({ ...request, library: known })).toMatchObject({
        dryRun: true,
        imported: 2,
        masks: 2,
      });
    }
    expect(library.instances.ids()).toEqual([]);
    expect(await library.blobs.list()).toEqual([]);
    expect((await readdir(folder)).sort()).toEqual(['inbox', 'library']);
  });

  test('touches nothing outside of the library, whatever an archive holds', async () => {
    const { library, inbox, folder } = await newLibrary();
    await writeFile(join(folder, 'secret.png'), await noisePng(9));
    const picture = await noisePng(3);
    const before = await readFile(join(library.folder, 'lock'));
    const names = ['../../evil.png', '/evil.png', 'C:/evil.png', '../library.db', 'nul.png'];
    await writeFile(
      join(inbox, 'hostile.zip'),
      zipOf([
        ...names.map((name) => ({ name, bytes: picture })),
        { name: 'link.png', bytes: Buffer.from('../../secret.png'), mode: symbolicLink },
        { name: 'good.png', bytes: picture },
      ]),
    );
    await writeFile(
      join(inbox, 'hostile.tar'),
      tarOf([
        { name: 'out', type: '2', link: relative('/', folder) },
        { name: 'hard.png', type: '1', link: '../../secret.png' },
        { name: '../evil.png', bytes: picture },
      ]),
    );
    const result = await importAll(library, [inbox]);
    expect(result).toMatchObject({ state: 'finished', imported: 1 });
    expect(result.refusals.map(({ fileName }) => fileName).sort()).toEqual(
      [
        ...[...names, 'link.png'].map((name) => `hostile.zip: ${name}`),
        ...['../evil.png', 'hard.png', 'out'].map((name) => `hostile.tar: ${name}`),
      ].sort(),
    );
    const [id = ''] = library.instances.ids();
    expect(library.instances.get(id).fileName).toBe('good.png');
    expect((await readdir(folder)).sort()).toEqual(['inbox', 'library', 'secret.png']);
    expect(await leftOver(library)).toEqual([]);
    expect(await readFile(join(library.folder, 'lock'))).toEqual(before);
  });

  test('says of a damaged archive that it is, and takes the others', async () => {
    const { library, inbox } = await newLibrary();
    const zip = zipOf(await isicEntries());
    await writeFile(join(inbox, 'cut.zip'), zip.subarray(0, 200));
    await writeFile(join(inbox, 'text.tar'), 'no archive');
    await writeFile(join(inbox, 'whole.zip'), zip);
    const result = await importAll(library, [inbox]);
    expect(result).toMatchObject({ imported: 2, refused: 2 });
    expect(result.refusals).toMatchObject([
      { fileName: 'cut.zip', code: 'unreadable-file' },
      { fileName: 'text.tar', code: 'unsupported-format' },
    ]);
  });

  test('what a killed import unpacked is gone with the next opening', async () => {
    const { library } = await newLibrary();
    const { folder } = library;
    await mkdir(join(folder, 'abc.tmp', 'set'), { recursive: true });
    await writeFile(join(folder, 'abc.tmp', 'set', 'a.png'), 'bytes');
    library.close();
    const again = await openLibrary(folder);
    expect(await leftOver(again)).toEqual([]);
    again.close();
  });
});

test('no name of an archive or of its entries leaves with an export', async () => {
  const { library, inbox, folder } = await newLibrary();
  const canary = 'Canary-Q7Z';
  const entries = (await isicEntries()).map((entry) => ({
    ...entry,
    name: entry.name.replace('set/', `${canary}/`).replace(/(a|b)(_seg|\.png)/, `${canary}-$1$2`),
  }));
  await writeFile(join(inbox, `${canary}.zip`), zipOf(entries));
  expect(await importAll(library, [inbox])).toMatchObject({ imported: 2, masks: 2 });
  const output = join(folder, 'out');
  await exportSamples({
    library,
    worker: pictureWorker,
    output,
    appVersion: '0',
    reader: 'reader-1',
    selection: { kind: 'all', references: true },
    format: 'isic',
  });
  expect(await leftOver(library)).toEqual([]);
  const files = await readdir(output, { recursive: true, withFileTypes: true });
  expect(files.length).toBeGreaterThan(6);
  for (const entry of files) {
    expect(entry.name).not.toContain(canary);
    if (!entry.isFile()) continue;
    const bytes = await readFile(join(entry.parentPath, entry.name));
    expect(bytes.includes(canary)).toBe(false);
  }
});

describe("Limen's own export, packed", () => {
  test.each<ExportFormat>([
    'isic',
    'isic-task1',
    'png',
    'coco',
    'nnunet',
    'webdataset',
    'dicom-seg',
  ])('comes back from %s with the same masks', async (format) => {
    const { library, inbox, folder } = await newLibrary();
    for (const { name, bytes } of await isicEntries()) {
      await mkdir(join(inbox, name, '..'), { recursive: true });
      await writeFile(join(inbox, name), bytes);
    }
    await importAll(library, [inbox]);
    await exportSamples({
      library,
      worker: pictureWorker,
      output: join(folder, 'out'),
      appVersion: '0.0.0',
      reader: 'reader-1',
      selection: { kind: 'all', references: true },
      format,
    });
    // Shards lie in the folder; an archive holds no other one.
    const isShards = format === 'webdataset';
    const packed = join(folder, 'packed.tgz');
    if (!isShards) await create({ file: packed, cwd: folder, gzip: true }, ['out']);
    const other = await openForTest(join(folder, 'other'));
    const result = await importAll(other, [isShards ? join(folder, 'out') : packed]);
    expect(result).toMatchObject({ state: 'finished', imported: 2, masks: 2, refusals: [] });
    const hashes = ({ instances, revisions }: Library): string[] =>
      instances.ids().map((id) => {
        const truth = revisions.latest(id, 0, 'truth');
        return revisions.hashes(truth?.id ?? '')[0]?.sha256 ?? '';
      });
    expect(hashes(other)).toEqual(hashes(library));
  });
});
