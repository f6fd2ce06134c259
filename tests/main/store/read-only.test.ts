import { chmod, cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createImageResponder } from '../../../main/images.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import { openLibrary } from '../../../main/store/open-library.js';
import {
  insertProposal,
  lesion,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

/** Whoever may write everywhere is somebody else for a while; others lack the right anyway. */
const nobody = 65534;

function asOneWithoutRights(): void {
  if (process.getuid?.() !== 0) return;
  process.setegid?.(nobody);
  process.seteuid?.(nobody);
  onTestFinished(() => {
    process.seteuid?.(0);
    process.setegid?.(0);
  });
}

/** A closed library with one read picture in a folder that can be read and not be written. */
async function unwritableLibrary(): Promise<{ folder: string; id: string }> {
  const place = await temporaryFolder();
  const written = join(place, 'written');
  const folder = join(place, 'library');
  const inbox = join(place, 'inbox');
  await mkdir(inbox);
  await writeNoisePng(join(inbox, 'a.png'), 1);
  const library = await openLibrary(written);
  await importFiles({ library, worker: pictureWorker, paths: [inbox], jobId: 'job-0001' });
  const [id = ''] = library.instances.ids();
  await insertProposal(library, id, rectangle(2, 2, 9, 9));
  const stroke = { instanceId: id, frame: 0, kind: 'stroke' as const, fromRevisionId: null };
  library.journal.append({ ...stroke, changes: lesion(rectangle(2, 2, 8, 8)) }, 'reader');
  library.journal.commit({ instanceId: id, frame: 0 }, 'reader');
  library.close();
  // The driver removes the index of its log only once its statements are collected; the log itself is
  // in the database by now.
  await cp(written, folder, {
    recursive: true,
    filter: (path) => !/library\.db-(shm|wal)$/.test(path),
  });
  await chmod(place, 0o755);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    await chmod(join(entry.parentPath, entry.name), entry.isDirectory() ? 0o555 : 0o444);
  }
  await chmod(folder, 0o555);
  onTestFinished(async () => {
    for (const entry of entries.filter((each) => each.isDirectory())) {
      await chmod(join(entry.parentPath, entry.name), 0o755);
    }
    await chmod(folder, 0o755);
  });
  return { folder, id };
}

describe('a library in a folder that cannot be written', () => {
  test('opens for reading, says why, shows its pictures and leaves it as it is', async () => {
    const { folder, id } = await unwritableLibrary();
    const before = await readdir(folder, { recursive: true });
    asOneWithoutRights();
    const library = await openForTest(folder);
    expect(library.readOnlyCause).toBe('unwritable');
    expect(library.readOnlyReason).toBe('The folder of the library cannot be written.');
    const at = { instanceId: id, frame: 0 };
    expect(library.journal.open(at, 'reader').masks.map(({ segment }) => segment)).toEqual([
      'lesion',
    ]);
    expect(library.proposals.current(id, 0)).not.toBeNull();

    // Nothing of the picture is in the cache yet: it is made elsewhere, and gone with the library.
    const respond = createImageResponder(library, pictureWorker, () => 'reader');
    for (const kind of ['thumbnail', 'rendition', 'outline']) {
      const response = await respond(new Request(`image://${kind}/${id}/0`));
      expect([kind, response.status]).toEqual([kind, 200]);
      await response.arrayBuffer();
    }
    expect(() => {
      library.requireWritable();
    }).toThrow('cannot be written');
    library.close();
    expect(await readdir(folder, { recursive: true })).toEqual(before);
    expect((await readFile(join(folder, 'library.db'))).length).toBeGreaterThan(0);
  });
});
