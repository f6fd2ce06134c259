import { execFile } from 'node:child_process';
import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { list } from 'tar';
import { describe, expect, test } from 'vitest';
import { run as exportCommand } from '../../../main/cli/export.js';
import { run as snapshotCommand } from '../../../main/cli/snapshot.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { tryExport } from '../../../main/store/export/try-export.js';
import { exportManifest } from '../../../main/store/export/manifest.js';
import type { ExportSelection } from '../../../shared/exchange.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import type { Library } from '../../../main/store/library.js';
import {
  createSnapshot,
  trySnapshot,
  type SnapshotRequest,
} from '../../../main/store/snapshot/create-snapshot.js';
import { verifySnapshot } from '../../../main/store/snapshot/verify-snapshot.js';
import { verifyLibrary } from '../../../main/store/verify.js';
import { exportFormat, type DataSplit, type ExportFormat } from '../../../shared/domain.js';
import { maskArea } from '../../../shared/labelmap.js';
import { maskToPng } from '../../../main/mask-png.js';
import { encoder, paint } from '../../support/pictures.js';
import {
  lesion,
  openForTest,
  pictureWorker,
  recordingIo,
  rectangle,
  temporaryFolder,
} from './support.js';

const run = promisify(execFile);
const size = { width: 64, height: 48 };

/** Blots at places of the seed's; `shade` changes every colour a little. */
async function writePicture(path: string, seed: number, shade = 0): Promise<void> {
  const wave = (x: number, y: number, turn: number): number =>
    Math.sin(((seed * 7 + turn) % 13) * x * 0.02 + y * 0.03 * ((seed % 5) + 1) + turn + seed);
  const picture = paint(size.width, size.height, (x, y) => {
    const level = 120 + 50 * wave(x, y, 1) + 40 * wave(y, x, 2) + shade;
    return [level, level - 20, level - 30];
  });
  await writeFile(path, await encoder(picture).png());
}

interface Place {
  library: Library;
  inbox: string;
  folder: string;
  ids: string[];
}

/** A library of pictures with imported masks, named `p0`, `p1` ... */
async function place(count: number): Promise<Place> {
  const folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  for (let seed = 0; seed < count; seed += 1) {
    await writePicture(join(inbox, `p${String(seed)}.png`), seed);
    const mask = rectangle(2, 2, 10 + seed, 20, size);
    await writeFile(join(inbox, `p${String(seed)}_segmentation.png`), await maskToPng(mask));
  }
  const library = await openForTest(join(folder, 'library'));
  return { library, inbox, folder, ids: await importInbox(library, inbox) };
}

async function importInbox(library: Library, inbox: string): Promise<string[]> {
  const request = { library, worker: pictureWorker, paths: [inbox], jobId: 'job-0001' };
  expect((await importFiles(request)).refusals).toEqual([]);
  return library.instances.ids();
}

/** Halves to train, the rest to both others. */
function drawn(seed: number, stratifyBy: 'diagnosis' | 'site' | 'none' = 'diagnosis') {
  const fractions = { train: 0.5, val: 0.25, test: 0.25 };
  return { method: 'drawn', fractions, seed, stratifyBy } as const;
}

function snapshot({ library }: Place, more: Partial<SnapshotRequest> = {}) {
  return createSnapshot({
    library,
    worker: pictureWorker,
    name: 'first',
    appVersion: '1.2.3',
    splitting: drawn(1),
    references: true,
    leaveOut: [],
    reader: 'reader',
    ...more,
  });
}

async function exportTo(at: Place, selection: ExportSelection, format: ExportFormat = 'isic') {
  const output = join(at.folder, `export-${selection.kind}-${format}`);
  const receipt = await exportSamples({
    library: at.library,
    worker: pictureWorker,
    output,
    appVersion: '1.2.3',
    reader: 'reader',
    selection,
    format,
  });
  const text = await readFile(join(output, 'manifest.json'), 'utf8');
  return { output, receipt, manifest: exportManifest.parse(JSON.parse(text)) };
}

const stated = { splitting: { method: 'stated' } } as const;

function state({ library, ids }: Place, splits: readonly DataSplit[]): void {
  ids.forEach((id, index) =>
    library.identity.record(id, { split: splits[index] ?? 'train' }, null),
  );
}

describe('a snapshot', () => {
  test('whose manifest was altered is found by verify', async () => {
    const at = await place(4);
    await snapshot(at);
    const kinds = async () => (await verifyLibrary(at.library)).map(({ kind }) => kind);
    expect(await kinds()).toEqual([]);
    at.library.database.exec('DROP TRIGGER snapshots_keep');
    at.library.database.exec("UPDATE snapshots SET manifest = manifest || ' '");
    expect(await kinds()).toEqual(['snapshot-altered']);
  });

  test('keeps patients, lesions and alike pictures in one split, and draws the same again', async () => {
    const at = await place(12);
    const { library, ids } = at;
    await writePicture(join(at.inbox, 'again.png'), 3, 6);
    await writeFile(
      join(at.inbox, 'again_segmentation.png'),
      await maskToPng(rectangle(2, 2, 9, 9, size)),
    );
    at.ids = await importInbox(library, at.inbox);
    for (const index of [0, 1, 2])
      library.identity.record(ids[index] ?? '', { patient: 'P' }, null);
    const source = { statement: 'a test', licence: 'CC0' };
    for (const index of [4, 5]) library.identity.record(ids[index] ?? '', { lesion: 'L' }, source);
    const outcome = await snapshot(at);
    if (outcome.kind !== 'made') throw new Error('it leaks');
    expect(Object.values(outcome.counts).reduce((sum, count) => sum + count)).toBe(13);
    const samples = library.snapshots.samples(outcome.snapshot);
    const splitsOf = (...members: (string | undefined)[]) =>
      new Set(samples.filter(({ instanceId }) => members.includes(instanceId)).map((s) => s.split));
    expect(splitsOf(ids[0], ids[1], ids[2]).size).toBe(1);
    expect(splitsOf(ids[4], ids[5]).size).toBe(1);
    const idOf = (name: string) => ids.find((id) => library.instances.get(id).fileName === name);
    const again = library.catalogue.list({ offset: 0, limit: 9, status: null, search: 'again' });
    expect(splitsOf(idOf('p3.png'), again.instances[0]?.instance.id).size).toBe(1);
    expect(new Set(samples.map(({ group }) => group)).size).toBe(9);

    const second = await snapshot(at, { name: 'second' });
    if (second.kind !== 'made') throw new Error('it leaks');
    expect(library.snapshots.samples(second.snapshot)).toEqual(samples);
    expect(outcome.snapshot.card).toContain('- a test: 2 samples, licence CC0');
    await expect(snapshot(at)).rejects.toMatchObject({ code: 'bad-input' });
    expect(() => {
      library.database.run(`UPDATE snapshots SET card = ''`);
    }).toThrow(/never changed/);
    expect(() => {
      library.database.run('DELETE FROM snapshot_samples');
    }).toThrow(/never changed|never deleted/);
  });

  test('of stated splits that leak is refused, and made with one of the pair left out', async () => {
    const at = await place(4);
    await writePicture(join(at.inbox, 'near.png'), 0, 6);
    await writeFile(
      join(at.inbox, 'near_segmentation.png'),
      await maskToPng(rectangle(2, 2, 9, 9, size)),
    );
    at.ids = await importInbox(at.library, at.inbox);
    const near = at.library.catalogue.list({ offset: 0, limit: 9, status: null, search: 'near' });
    state(at, ['train', 'val', 'test', 'train']);
    const nearId = near.instances[0]?.instance.id ?? '';
    at.library.identity.record(nearId, { split: 'test' }, null);
    at.library.identity.record(at.ids[3] ?? '', { patient: 'P' }, null);
    const shared = at.ids.find((id) => at.library.identity.facts(id).split === 'val') ?? '';
    at.library.identity.record(shared, { patient: 'P' }, null);
    at.library.identity.recordOtherName(at.ids[2] ?? '', 'other.png', 'train');
    const outcome = await snapshot(at, stated);
    if (outcome.kind !== 'leaks') throw new Error('it was made');
    const named = outcome.leaks.map(({ kind, a, b }) =>
      [kind, ...[a.name, b.name].sort()].join(' '),
    );
    expect(named.sort()).toEqual(['alike near p0', 'same-patient p1 p3', 'same-picture other p2']);
    expect(at.library.snapshots.list()).toEqual([]);
    const made = await snapshot(at, { ...stated, leaveOut: ['near', 'p3', 'other'] });
    expect(made).toMatchObject({ kind: 'made', counts: { train: 1, val: 1, test: 1 } });
    await expect(snapshot(at, { ...stated, leaveOut: ['nobody'] })).rejects.toThrow(/nobody/);
  });

  test('needs a split for every picture, a sample, and a name', async () => {
    const at = await place(2);
    await expect(snapshot(at, stated)).rejects.toThrow(/2 pictures have no split, p0/);
    await expect(snapshot(at, { references: false })).rejects.toThrow(/no sample/);
    await expect(snapshot(at, { name: '../x' })).rejects.toThrow(/named with/);
    await expect(exportTo(at, { kind: 'snapshot', name: 'first' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});

describe('an export', () => {
  test('of a snapshot stays what it was; one since a snapshot holds what changed', async () => {
    const at = await place(3);
    await snapshot(at);
    const before = await exportTo(at, { kind: 'snapshot', name: 'first' });
    expect(before.receipt).toMatchObject({ samples: 3, files: 9 });
    expect(before.manifest.snapshot?.name).toBe('first');
    expect(await readFile(join(before.output, 'card.md'), 'utf8')).toContain('# first');
    const [instanceId = ''] = at.ids;
    at.library.journal.append(
      {
        instanceId,
        frame: 0,
        kind: 'stroke',
        changes: lesion(rectangle(0, 0, 5, 5, size)),
        fromRevisionId: null,
      },
      'reader',
    );
    const since = await exportTo(at, { kind: 'since', name: 'first', references: true });
    const name = at.library.exportNames.nameOf(at.library.instances.get(instanceId));
    expect(since.manifest).toMatchObject({ since: 'first', samples: [{ id: name }] });
    expect(since.manifest.samples[0]?.mask?.areaPx).toBe(25);
    const after = await exportTo(at, { kind: 'snapshot', name: 'first' }, 'png');
    expect(after.manifest.samples.map(({ mask }) => mask?.areaPx)).toEqual(
      before.manifest.samples.map(({ mask }) => mask?.areaPx),
    );
    expect(after.manifest.snapshot).toEqual(before.manifest.snapshot);
  });

  test('since a snapshot names what was rejected or trashed meanwhile', async () => {
    const at = await place(4);
    await snapshot(at);
    const { library, ids } = at;
    const [rejected = '', trashed = ''] = ids;
    const nameOf = (id: string): string => library.exportNames.nameOf(library.instances.get(id));
    const frame = { instanceId: rejected, frame: 0 };
    const changes = lesion(rectangle(0, 0, 5, 5, size));
    library.journal.append({ ...frame, kind: 'stroke', changes, fromRevisionId: null }, 'reader');
    library.records.submit(frame, 'reader');
    library.reviews.act(frame, { act: 'reject', reason: 'blurred' }, 'chief');
    library.trash.put([trashed], 'reader');
    const selection = { kind: 'since', name: 'first', references: true } as const;
    expect(tryExport(library, selection, 'reader')).toMatchObject({ samples: 0, withdrawn: 2 });
    const since = await exportTo(at, selection);
    expect(since.receipt).toMatchObject({ samples: 0, withdrawn: 2 });
    const meant = [
      { id: nameOf(rejected), reason: 'rejected' },
      { id: nameOf(trashed), reason: 'trashed' },
    ];
    expect(since.manifest.withdrawn).toEqual(expect.arrayContaining(meant));
    expect(since.manifest.withdrawn).toHaveLength(2);
    expect((await exportTo(at, { kind: 'all', references: true })).manifest.withdrawn).toEqual([]);
  });

  test('in every format comes back as it was', async () => {
    const at = await place(4);
    await snapshot(at, {
      splitting: drawn(3),
    });
    // Without attributes there is nothing to task 2.
    for (const format of exportFormat.options.filter((each) => each !== 'isic-task2')) {
      const { output, manifest } = await exportTo(at, { kind: 'snapshot', name: 'first' }, format);
      expect(manifest).toMatchObject({ layout: format });
      expect(manifest.samples).toHaveLength(4);
      const inbox = join(at.folder, `again-${format}`);
      await mkdir(inbox);
      if (format === 'webdataset') {
        for (const shard of (await readdir(output)).filter((name) => name.endsWith('.tar'))) {
          const entries: string[] = [];
          await list({ file: join(output, shard), onReadEntry: ({ path }) => entries.push(path) });
          expect(entries.filter((name) => name.endsWith('.lesion.png')).length * 3).toBe(
            entries.length,
          );
          await run('tar', ['-xf', join(output, shard), '-C', inbox]);
        }
        expect((await readdir(inbox)).length).toBe(12);
        continue;
      }
      const library = await openForTest(join(at.folder, `library-${format}`));
      const { imported, masks } = await importFiles({
        library,
        worker: pictureWorker,
        paths: [output],
        jobId: 'job-0001',
      });
      expect({ format, imported, masks }).toEqual({ format, imported: 4, masks: 4 });
      const areas = library.instances
        .ids()
        .map((id) => library.revisions.latest(id, 0, 'truth')?.areaPx.lesion);
      expect(areas.sort()).toEqual(manifest.samples.map(({ mask }) => mask?.areaPx).sort());
    }
  });

  test('of one picture with attributes has all five masks of task 2 for every picture', async () => {
    const at = await place(2);
    await writeFile(
      join(at.inbox, 'p0_attribute_streaks.png'),
      await maskToPng(rectangle(0, 0, 3, 3, size)),
    );
    await importInbox(at.library, at.inbox);
    const { output, manifest } = await exportTo(at, { kind: 'all', references: true });
    expect(await readdir(join(output, 'masks'))).toHaveLength(12);
    const areas = manifest.samples.map(({ attributes }) => attributes.map(({ areaPx }) => areaPx));
    expect(areas.sort()).toEqual([
      [0, 0, 0, 0, 0],
      [0, 0, 9, 0, 0],
    ]);
  });
});

describe('an export of one ISIC task', () => {
  test('holds the masks of that task alone, and comes back so', async () => {
    const at = await place(2);
    const all = { kind: 'all', references: true } as const;
    await expect(exportTo(at, all, 'isic-task2')).rejects.toMatchObject({ code: 'bad-input' });
    const streaks = rectangle(0, 0, 3, 3, size);
    await writeFile(join(at.inbox, 'p0_attribute_streaks.png'), await maskToPng(streaks));
    await importInbox(at.library, at.inbox);
    const first = await exportTo(at, all, 'isic-task1');
    const names = first.manifest.samples.map(({ id }) => id);
    const named = (...kinds: string[]) =>
      names.flatMap((name) => kinds.map((kind) => `${name}_${kind}.png`)).sort();
    expect((await readdir(join(first.output, 'masks'))).sort()).toEqual(named('segmentation'));
    expect(first.manifest.samples.flatMap(({ attributes }) => attributes)).toEqual([]);

    const second = await exportTo(at, all, 'isic-task2');
    const attributes = [
      'pigment_network',
      'negative_network',
      'streaks',
      'milia_like_cyst',
      'globules',
    ];
    expect((await readdir(join(second.output, 'masks'))).sort()).toEqual(
      named(...attributes.map((name) => `attribute_${name}`)),
    );
    expect(second.manifest.samples.map(({ mask }) => mask)).toEqual([null, null]);
    const library = await openForTest(join(at.folder, 'again'));
    const request = { library, worker: pictureWorker, jobId: 'job-0002' };
    const { imported, masks, refusals } = await importFiles({ ...request, paths: [second.output] });
    expect({ imported, masks, refusals }).toEqual({ imported: 2, masks: 10, refusals: [] });
    const areas = library.instances
      .ids()
      .map((id) => library.revisions.latest(id, 0, 'truth')?.areaPx);
    expect(areas.map((area) => area?.lesion)).toEqual([undefined, undefined]);
    expect(areas.map((area) => area?.streaks).sort()).toEqual([0, maskArea(streaks)]);
  });
});

describe('limen snapshot and export', () => {
  test('say what leaks, make, list and export', async () => {
    const at = await place(3);
    state(at, ['train', 'val', 'test']);
    at.library.identity.recordOtherName(at.ids[0] ?? '', 'other.png', 'test');
    at.library.close();
    const library = join(at.folder, 'library');
    const { io, printed, noted } = recordingIo();
    const command = ['--library', library, '--name', 'v1', '--splits', 'stated', '--reference'];
    expect(await snapshotCommand(command, io)).toBe(1);
    expect(printed).toEqual(['p0 (train) and other (test): the same picture, byte for byte']);
    expect(await snapshotCommand([...command, '--leave-out', 'other'], io)).toBe(0);
    expect(printed[1]).toMatch(/^v1: 1 train, 1 val, 1 test, 0 held back, manifest [0-9a-f]{64}$/);
    expect(await snapshotCommand(['--library', library, '--json'], io)).toBe(0);
    expect(JSON.parse(printed[2] ?? '')).toMatchObject({ name: 'v1', samples: 3 });
    const output = ['--library', library, '--output', join(at.folder, 'out')];
    expect(await exportCommand([...output, '--snapshot', 'v1', '--format', 'coco'], io)).toBe(0);
    expect(printed[3]).toMatch(/^3 samples, 9 files/);
    for (const wrong of [
      ['--format', 'x'],
      ['--snapshot', 'a', '--since', 'b'],
    ]) {
      await expect(exportCommand([...output, ...wrong], io)).rejects.toThrow(/--/);
    }
    for (const wrong of ['50/50', '60/60/60']) {
      const splits = ['--library', library, '--name', 'x', '--splits', wrong];
      await expect(snapshotCommand(splits, io)).rejects.toThrow(/--splits/);
    }
    expect(noted.join('\n')).toContain('--leave-out');
  });
});

describe('one snapshot, verified by itself', () => {
  test('is whole, until an original or a mask is not what it was', async () => {
    const at = await place(3);
    await snapshot(at);
    expect(await verifySnapshot(at.library, 'first')).toEqual([]);
    const { sha256 } = at.library.instances.get(at.ids[0] ?? '');
    await writeFile(at.library.blobs.path(sha256), 'other bytes');
    expect(await verifySnapshot(at.library, 'first')).toMatchObject([
      { kind: 'original-altered', segment: null },
    ]);
    at.library.database.exec('DROP TRIGGER snapshots_keep');
    at.library.database.run('UPDATE snapshots SET manifest = manifest || ?', [' ']);
    expect(await verifySnapshot(at.library, 'first')).toEqual([
      { kind: 'manifest-altered', sample: null, segment: null },
    ]);
  });

  test('tells of every mask that was altered, added or is gone, and of the rest too', async () => {
    const at = await place(4);
    await snapshot(at);
    const { database, blobs, instances } = at.library;
    database.exec('DROP TRIGGER revision_masks_keep; DROP TRIGGER revision_masks_stay');
    const [altered, gone, more, last] = at.library.snapshots
      .samples(at.library.snapshots.get('first'))
      .map(({ revisionId, instanceId }) => ({ revisionId, instanceId }));
    const of = (each: typeof altered) => [each?.revisionId ?? ''];
    database.run("UPDATE revision_masks SET mask = x'00' WHERE revision_id = ?", of(altered));
    database.run('DELETE FROM revision_masks WHERE revision_id = ?', of(gone));
    database.run(
      `INSERT INTO revision_masks (revision_id, segment, mask, mask_sha256, area_px)
       SELECT revision_id, 'streaks', mask, mask_sha256, area_px FROM revision_masks
       WHERE revision_id = ?`,
      of(more),
    );
    await writeFile(blobs.path(instances.get(last?.instanceId ?? '').sha256), 'other bytes');
    expect(await verifySnapshot(at.library, 'first')).toMatchObject([
      { kind: 'mask-altered', segment: 'lesion' },
      { kind: 'mask-missing', segment: 'lesion' },
      { kind: 'mask-altered', segment: 'streaks' },
      { kind: 'original-altered', segment: null },
    ]);
  });

  test('tells how far it got, and is cancelled', async () => {
    const at = await place(3);
    await snapshot(at);
    const abort = new AbortController();
    const told: number[] = [];
    const onProgress = ({ done, total }: { done: number; total: number }): void => {
      told.push(done, total);
      if (done === 1) abort.abort();
    };
    const verifying = verifySnapshot(at.library, 'first', { signal: abort.signal, onProgress });
    await expect(verifying).rejects.toMatchObject({ code: 'cancelled' });
    expect(told).toEqual([0, 3, 1, 3]);
  });

  test('is tried without being kept, drawn by site as well', async () => {
    const at = await place(4);
    at.ids.forEach((id, index) => {
      at.library.identity.record(id, { site: index < 2 ? 'back' : 'arm' }, null);
    });
    const plan = { splitting: drawn(1, 'site'), references: true, leaveOut: [] };
    const trial = { ...plan, library: at.library, worker: pictureWorker, reader: 'reader' };
    expect(await trySnapshot(trial)).toEqual({
      samples: 4,
      counts: { train: 2, val: 1, test: 1 },
      groups: 4,
      heldBack: 0,
      alike: 0,
      leaks: [],
    });
    expect(at.library.snapshots.list()).toEqual([]);
  });
});
