import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { list } from 'tar';
import { beforeEach, describe, expect, test } from 'vitest';
import { exportFormat, type ExportFormat } from '../../../shared/domain.js';
import {
  encodeMask,
  intersectMasks,
  maskArea,
  maskFromPixels,
  masksEqual,
  subtractMasks,
  unionMasks,
  type RunLengthMask,
} from '../../../shared/labelmap.js';
import { disagreementBand } from '../../../shared/review/reader-agreement.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { exportManifest } from '../../../main/store/export/manifest.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import type { Library } from '../../../main/store/library.js';
import { sha256Of } from '../../../main/store/stored-mask.js';
import { verifyLibrary } from '../../../main/store/verify.js';
import { pictureJobs } from '../../../main/worker/picture-jobs.js';
import type { WorkerHost } from '../../../main/worker/protocol.js';
import {
  lesion,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

const annas = rectangle(10, 8, 26, 22);
const berts = rectangle(12, 8, 30, 20);
const agreed = intersectMasks(annas, berts);
const band = disagreementBand([annas, berts]);
const hair = rectangle(0, 12, 40, 14);
/** A hair that one of two saw is one: who did not draw it does not say that there is none. */
const ignored = unionMasks(band, hair);
/** Without attributes there is nothing to ISIC task 2. */
const formats = exportFormat.options.filter((each) => !['dicom-seg', 'isic-task2'].includes(each));

let folder: string;
let library: Library;
/** Read by two, who differ; anna found a hair as well. */
let reviewed: string;

/** Two pictures: one that a review made a consensus of, and one that a single reader drew. */
beforeEach(async () => {
  folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  for (const seed of [1, 2]) {
    await writeNoisePng(join(inbox, `ISIC_000000${String(seed)}.png`), seed);
  }
  library = await openForTest(join(folder, 'library'));
  await importFiles({ library, worker: pictureWorker, paths: [inbox], jobId: 'job-0001' });
  reviewed = idOf('ISIC_0000001.png');
  const withHair = [...lesion(annas), { segment: 'hair' as const, mask: encodeMask(hair) }];
  read(reviewed, 'anna', withHair);
  read(reviewed, 'bert', lesion(berts));
  library.reviews.act(
    { instanceId: reviewed, frame: 0 },
    { act: 'consensus', method: 'majority' },
    'chief',
  );
  read(idOf('ISIC_0000002.png'), 'anna', lesion(annas));
});

function idOf(fileName: string): string {
  const found = library.instances
    .ids()
    .find((id) => library.instances.get(id).fileName === fileName);
  if (found === undefined) throw new Error(`${fileName} was imported`);
  return found;
}

function read(instanceId: string, reader: string, changes: ReturnType<typeof lesion>): void {
  const at = { instanceId, frame: 0 };
  library.journal.append({ ...at, kind: 'stroke', changes, fromRevisionId: null }, reader);
  library.journal.commit(at, reader);
  library.records.submit(at, reader);
}

async function exportAs(format: ExportFormat, ignoreDisagreement = true, worker = pictureWorker) {
  const output = join(folder, `export-${format}-${String(ignoreDisagreement)}`);
  const receipt = await exportSamples({
    library,
    worker,
    output,
    appVersion: '0.0.0',
    reader: 'chief',
    selection: { kind: 'all', references: false },
    format,
    ignoreDisagreement,
  });
  const json = await readFile(join(output, 'manifest.json'), 'utf8');
  const manifest = exportManifest.parse(JSON.parse(json));
  const [first, second] = ['ISIC_0000001', 'ISIC_0000002'].map((name) =>
    manifest.samples.find(({ id }) => id === name),
  );
  return { output, receipt, manifest, first, second };
}

/** The pixels of a grey picture that have this value. */
async function valued(path: string, value: number): Promise<RunLengthMask> {
  const { grey, width, height } = await pictureJobs.readMask({ path });
  return maskFromPixels(
    grey.map((each) => (each === value ? 1 : 0)),
    width,
    height,
  );
}

describe('where readers differ', () => {
  test('is to be ignored in every layout that can say so, where it is asked for', async () => {
    for (const format of formats) {
      const { manifest, first, second } = await exportAs(format);
      expect(manifest.ignoreDisagreement).toBe(true);
      expect(first?.ignore).toMatchObject({
        areaPx: maskArea(ignored),
        disagreementPx: maskArea(band),
      });
      expect(first?.mask?.areaPx).toBe(maskArea(agreed));
      expect(second?.ignore).toBeNull();
    }
    const without = await exportAs('isic', false);
    expect(without.manifest.ignoreDisagreement).toBe(false);
    expect(without.first?.ignore).toMatchObject({ areaPx: maskArea(hair), disagreementPx: 0 });
  });

  test('lies beside the mask as pixels, together with the artefacts', async () => {
    const at = { instanceId: reviewed, frame: 0 };
    const anna = library.reviews.get(at).readings.find(({ name }) => name === 'anna');
    library.reviews.act(at, { act: 'accept', revisionId: anna?.revisionId ?? '' }, 'chief');
    for (const format of ['isic', 'png'] as const) {
      const { output, first } = await exportAs(format);
      expect(first?.ignore).toMatchObject({
        areaPx: maskArea(ignored),
        disagreementPx: maskArea(band),
      });
      const written = await valued(join(output, first?.ignore?.path ?? ''), 255);
      expect(masksEqual(written, ignored)).toBe(true);
      const kept = await valued(join(output, first?.mask?.path ?? ''), 255);
      expect(masksEqual(kept, annas)).toBe(true);
    }
  });

  test('is the label `ignore` of nnU-Net, a crowd region of COCO, a file in a shard', async () => {
    const { output, first } = await exportAs('nnunet');
    const dataset: unknown = JSON.parse(
      await readFile(join(output, 'Dataset001_Limen', 'dataset.json'), 'utf8'),
    );
    expect(dataset).toMatchObject({ labels: { background: 0, lesion: 1, ignore: 2 } });
    const path = join(output, first?.mask?.path ?? '');
    expect(masksEqual(await valued(path, 2), ignored)).toBe(true);
    // Labels cannot overlap.
    expect(masksEqual(await valued(path, 1), subtractMasks(agreed, ignored))).toBe(true);

    const coco = await exportAs('coco');
    const text = await readFile(join(coco.output, 'annotations.json'), 'utf8');
    expect(text.match(/"iscrowd": 1/g)).toHaveLength(1);

    const shards = await exportAs('webdataset');
    const entries: string[] = [];
    let facts = '';
    await list({
      file: join(shards.output, shards.first?.ignore?.path ?? ''),
      onReadEntry: (entry) => {
        entries.push(entry.path);
        if (entry.path !== 'ISIC_0000001.json') return;
        entry.on('data', (bytes: Buffer) => {
          facts += bytes.toString();
        });
      },
    });
    expect(shards.first?.weight).toBeLessThan(1);
    expect(JSON.parse(facts)).toMatchObject({ weight: shards.first?.weight });
    expect(entries.filter((entry) => entry.endsWith('.ignore.png'))).toEqual([
      'ISIC_0000001.ignore.png',
    ]);
  });

  test('does not leave as a DICOM segmentation', async () => {
    await expect(exportAs('dicom-seg')).rejects.toMatchObject({
      code: 'bad-input',
      message: expect.stringContaining('dicom-seg') as string,
    });
    expect((await exportAs('dicom-seg', false)).receipt.samples).toBe(2);
  });

  test('is no picture and no lesion when the export is imported', async () => {
    for (const format of formats) {
      const { output } = await exportAs(format);
      const again = await openForTest(join(folder, `again-${format}`));
      const { imported, refusals } = await importFiles({
        library: again,
        worker: pictureWorker,
        paths: [output],
        jobId: 'job-0002',
      });
      // Left out, and said where a dataset names it.
      const others = refusals.filter(({ reason }) => !/ignore/.test(reason));
      expect({ format, imported, others }).toEqual({ format, imported: 2, others: [] });
      const areas = again.instances
        .ids()
        .map((id) => again.revisions.latest(id, 0, 'truth')?.areaPx.lesion);
      // Labels cannot overlap, so nnU-Net's lesion may lack what is to be ignored: half a mask is none.
      const whole = format === 'nnunet' ? undefined : maskArea(agreed);
      expect({ format, areas: new Set(areas) }).toEqual({
        format,
        areas: new Set([whole, maskArea(annas)]),
      });
    }
  });

  test('is read again and compared', async () => {
    const wrong: WorkerHost = {
      ...pictureWorker,
      run: async (kind, input) => {
        const result = await pictureWorker.run(kind, input);
        if (kind === 'readMask' && result && 'grey' in result) {
          const { grey } = result;
          const isIgnored = grey.filter((value) => value === 255).length === maskArea(ignored);
          if (isIgnored) Object.assign(result, { grey: grey.map((value) => 255 - value) });
        }
        return result;
      },
    };
    await expect(exportAs('isic', true, wrong)).rejects.toMatchObject({ code: 'write-failed' });
  });

  test('that was altered is found by verify, and keeps its picture back', async () => {
    const { database } = library;
    const kinds = async () => (await verifyLibrary(library)).map(({ kind }) => kind);
    expect(await kinds()).toEqual([]);
    database.exec('DROP TRIGGER review_decisions_keep');
    const other = encodeMask(rectangle(0, 0, 3, 3));
    database.run('UPDATE review_decisions SET band = ?', [other]);
    expect(await kinds()).toEqual(['band-altered']);
    const { receipt } = await exportAs('nnunet');
    expect(receipt).toMatchObject({
      samples: 1,
      heldBack: [{ instanceId: reviewed, reason: 'damaged' }],
    });
    // With its hash altered too, the audit log still tells.
    database.run('UPDATE review_decisions SET band_sha256 = ?', [sha256Of(other)]);
    expect(await kinds()).toEqual(['audit-broken']);
  });
});
