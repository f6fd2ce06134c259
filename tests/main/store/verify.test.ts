import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { encodeMask } from '../../../shared/labelmap.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import type { Library } from '../../../main/store/library.js';
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

/** A library with one picture, a proposal, a revision of the reader and a stroke beyond it. */
async function wholeLibrary(): Promise<{ library: Library; id: string; sha256: string }> {
  const folder = await temporaryFolder();
  const library = await openForTest(join(folder, 'library'));
  const path = await writeNoisePng(join(folder, 'a.png'), 1);
  await importFiles({ library, worker: pictureWorker, paths: [path], jobId: 'job-0001' });
  const [id = ''] = library.instances.ids();
  await insertProposal(library, id, rectangle(3, 3, 12, 12));
  const at = { instanceId: id, frame: 0 };
  for (const edge of [5, 9]) {
    library.journal.append(
      { ...at, kind: 'stroke', changes: lesion(rectangle(0, 0, edge, edge)), fromRevisionId: null },
      'reader',
    );
    if (edge === 5) library.journal.commit(at, 'reader');
  }
  return { library, id, sha256: library.instances.get(id).sha256 };
}

describe('verify', () => {
  test('finds nothing in a library as it should be', async () => {
    const { library } = await wholeLibrary();
    const progress: unknown[] = [];
    expect(await verifyLibrary(library, (step) => progress.push(step))).toEqual([]);
    expect(progress.at(-1)).toEqual({ done: 2, total: 2 });
  });

  test('names altered, missing and orphaned files', async () => {
    const { library, sha256 } = await wholeLibrary();
    const path = library.blobs.path(sha256);
    await writeFile(path, 'other bytes');
    expect(await verifyLibrary(library)).toMatchObject([
      { severity: 'error', kind: 'file-altered', subject: sha256 },
    ]);
    await rm(path);
    expect(await verifyLibrary(library)).toMatchObject([
      { severity: 'error', kind: 'file-missing', subject: sha256 },
    ]);
    await writeNoisePng(path, 1);
    const orphan = await library.blobs.storeBytes(Uint8Array.of(1, 2, 3));
    await mkdir(join(library.folder, 'blobs', 'zz'));
    await writeFile(join(library.folder, 'blobs', 'zz', 'stray'), 'x');
    expect(await verifyLibrary(library)).toMatchObject([
      { severity: 'note', kind: 'file-orphaned', subject: orphan },
      { severity: 'error', kind: 'file-altered', subject: 'stray' },
    ]);
  });

  test('names altered masks, areas and journals', async () => {
    const { library, id } = await wholeLibrary();
    const { database } = library;
    const [proposed, corrected] = library.revisions.list(id);
    for (const trigger of ['revision_masks_keep', 'journal_changes_keep', 'journal_keep']) {
      database.exec(`DROP TRIGGER ${trigger}`);
    }
    database.run('UPDATE revision_masks SET area_px = 1 WHERE revision_id = ?', [
      proposed?.id ?? '',
    ]);
    database.run('UPDATE revision_masks SET mask = ? WHERE revision_id = ?', [
      encodeMask(rectangle(0, 0, 2, 2)),
      corrected?.id ?? '',
    ]);
    const findings = await verifyLibrary(library);
    expect(findings.map(({ kind, subject }) => [kind, subject])).toEqual(
      expect.arrayContaining([
        ['mask-altered', proposed?.id],
        ['mask-altered', corrected?.id],
        ['journal-broken', `${id}/0`],
      ]),
    );
    expect(findings).toHaveLength(3);
  });

  test('names an undo of an edit that was not in turn, and a missing reference', async () => {
    const { library, id } = await wholeLibrary();
    library.database.run(
      "INSERT INTO journal (instance_id, frame, kind, target, at_ms) VALUES (?, 0, 'undo', 1, 1)",
      [id],
    );
    library.database.exec('PRAGMA foreign_keys = OFF');
    library.database.run("INSERT INTO export_names VALUES ('nowhere-0', 'LIMEN_0')");
    const findings = await verifyLibrary(library);
    expect(findings[0]?.message).toMatch(/export_names/);
    expect(findings).toMatchObject([
      { kind: 'database-damaged' },
      { kind: 'journal-broken', subject: `${id}/0` },
    ]);
  });

  test('works while another process writes', async () => {
    const { library } = await wholeLibrary();
    const reading = await openForTest(library.folder, { access: 'read' });
    expect(await verifyLibrary(reading)).toEqual([]);
  });
});
