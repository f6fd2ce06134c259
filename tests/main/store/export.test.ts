import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Instance } from '../../../shared/domain.js';
import { decodeMask, maskToPixels } from '../../../shared/labelmap.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { exportManifest } from '../../../main/store/export/manifest.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import type { Library } from '../../../main/store/library.js';
import { decodeFrame } from '../../../main/worker/decode.js';
import { pictureJobs } from '../../../main/worker/picture-jobs.js';
import type { WorkerHost } from '../../../main/worker/protocol.js';
import { writeDicom } from '../../support/dicom-file.js';
import {
  insertProposal,
  lesion,
  model,
  openForTest,
  pictureSize,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

const reader = 'Dr Reader';

interface Setting {
  library: Library;
  inbox: string;
  output: string;
}

async function setting(): Promise<Setting> {
  const folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  const library = await openForTest(join(folder, 'library'));
  return { library, inbox, output: join(folder, 'export') };
}

async function importInto(library: Library, inbox: string): Promise<Instance[]> {
  const { refusals } = await importFiles({
    library,
    worker: pictureWorker,
    paths: [inbox],
    jobId: 'job-0001',
  });
  expect(refusals).toEqual([]);
  return library.instances.ids().map((id) => library.instances.get(id));
}

/** Draws a stroke over a frame, without keeping it as a revision. */
function draw(library: Library, { id, width, height }: Instance, frame = 0): void {
  const mask = rectangle(1, 1, Math.ceil(width / 2), Math.ceil(height / 2), { width, height });
  const at = { instanceId: id, frame };
  library.journal.append(
    { ...at, kind: 'stroke', changes: lesion(mask), fromRevisionId: null },
    reader,
  );
}

function exportAll({ library, output }: Setting, more: object = {}) {
  return exportSamples({
    library,
    worker: pictureWorker,
    output,
    appVersion: '1.2.3',
    reader,
    selection: { kind: 'all', references: false },
    format: 'isic',
    ...more,
  });
}

async function readManifest(output: string) {
  return exportManifest.parse(JSON.parse(await readFile(join(output, 'manifest.json'), 'utf8')));
}

async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name));
}

describe('export', () => {
  test('writes pictures, masks, manifest and receipt that agree with the library', async () => {
    const place = await setting();
    const { library, inbox, output } = place;
    await writeNoisePng(join(inbox, 'ISIC_0012970.png'), 1);
    await writeNoisePng(join(inbox, 'a name.png'), 2);
    const [isic, other] = await importInto(library, inbox);
    if (!isic || !other) throw new Error('two pictures');
    const proposal = await insertProposal(library, other.id, rectangle(5, 5, 30, 25));
    library.journal.append(
      {
        instanceId: other.id,
        frame: 0,
        kind: 'take-over',
        changes: lesion(rectangle(5, 5, 30, 25)),
        fromRevisionId: proposal.revisionId,
      },
      reader,
    );
    draw(library, other);
    draw(library, isic);
    const progress: unknown[] = [];
    const receipt = await exportAll(place, { onProgress: (step: unknown) => progress.push(step) });

    const names = [isic, other].map((instance) => library.exportNames.nameOf(instance));
    expect(names[0]).toBe('ISIC_0012970');
    expect(names[1]).toMatch(/^LIMEN_[0-9A-HJKMNP-TV-Z]{8}$/);
    const expected = names.flatMap((name) => [
      join(output, 'images', `${name}.png`),
      join(output, 'masks', `${name}_segmentation.png`),
    ]);
    const jsons = ['manifest.json', 'receipt.json'].map((name) => join(output, name));
    expect((await filesBelow(output)).sort()).toEqual([...expected, ...jsons].sort());
    expect(progress).toEqual([
      { done: 0, total: 2 },
      { done: 1, total: 2 },
      { done: 2, total: 2 },
    ]);

    const manifest = await readManifest(output);
    const manifestBytes = await readFile(join(output, 'manifest.json'));
    expect(manifest).toMatchObject({
      format: 'limen-export/1',
      disclaimer: 'For research use. Not a diagnostic device.',
      application: { name: 'Limen', version: '1.2.3' },
    });
    for (const sample of manifest.samples) {
      const { mask: exportedMask } = sample;
      if (!exportedMask) throw new Error('this layout has lesions');
      const instance = sample.id === 'ISIC_0012970' ? isic : other;
      const revision = library.revisions.latest(instance.id, 0, 'reader');
      const mask = decodeMask(library.revisions.lesionMask(revision?.id ?? ''));
      const exported = await readFile(join(output, exportedMask.path));
      // PNG: 8 bits (byte 24), grey (colour type 0, byte 25).
      expect([...exported.subarray(24, 26)]).toEqual([8, 0]);
      const { grey, width, height } = await pictureJobs.readMask({
        path: join(output, exportedMask.path),
      });
      expect([width, height]).toEqual([pictureSize.width, pictureSize.height]);
      expect(Buffer.compare(grey, maskToPixels(mask, 255))).toBe(0);
      expect(exportedMask.areaPx).toBe(revision?.areaPx.lesion);
      const original = await decodeFrame(library.blobs.path(instance.sha256), 0);
      const copy = await decodeFrame(join(output, sample.image.path), 0);
      expect(Buffer.compare(copy.rgb, original.rgb)).toBe(0);
      for (const file of [sample.image, exportedMask]) {
        const bytes = await readFile(join(output, file.path));
        expect(file.bytes).toBe(bytes.length);
        expect(file.sha256).toBe(createHash('sha256').update(bytes).digest('hex'));
      }
    }
    const chain = manifest.samples.find(({ id }) => id !== 'ISIC_0012970')?.lineage;
    expect(chain).toMatchObject([
      { parentId: proposal.revisionId, source: 'reader', reader: 'reader-1', model: null },
      { parentId: null, source: 'model', reader: null, model, msAfterParent: null },
    ]);
    expect(chain?.[0]?.msAfterParent).toBeGreaterThanOrEqual(0);

    const publicReceipt: unknown = JSON.parse(await readFile(join(output, 'receipt.json'), 'utf8'));
    const counts = {
      samples: 2,
      files: 5,
      bytes: manifest.samples.reduce(
        (sum, { image, mask }) => sum + image.bytes + (mask?.bytes ?? 0),
        manifestBytes.length,
      ),
      manifestSha256: createHash('sha256').update(manifestBytes).digest('hex'),
      heldBack: [],
      withdrawn: 0,
    };
    expect(receipt).toEqual({ folder: output, ...counts });
    expect(publicReceipt).toEqual({ format: 'limen-receipt/1', ...counts });
  });

  test('holds back what may show text until a person confirms there is none', async () => {
    const place = await setting();
    const { library, inbox, output } = place;
    const pixels = (level: number): Uint8Array => new Uint8Array(12).fill(level);
    await writeDicom(join(inbox, 'a.dcm'), { BurnedInAnnotation: 'YES' }, pixels(1));
    await writeDicom(join(inbox, 'b.dcm'), {}, pixels(2));
    await writeDicom(join(inbox, 'c.dcm'), { BurnedInAnnotation: 'NO' }, pixels(3));
    await writeNoisePng(join(inbox, 'd.png'), 1);
    const [yes, absent, no, uncorrected] = await importInto(library, inbox);
    if (!yes || !absent || !no || !uncorrected) throw new Error('four pictures');
    for (const instance of [yes, absent, no]) draw(library, instance);
    const receipt = await exportAll(place);
    expect(receipt.samples).toBe(1);
    expect(receipt.heldBack.map(({ instanceId }) => instanceId)).toEqual([yes.id, absent.id]);
    expect(await readFile(join(output, 'receipt.json'), 'utf8')).not.toMatch(/\.dcm/);

    library.instances.confirmTextFree(yes.id, reader);
    const chosen = await exportAll(
      { ...place, output: `${output}-2` },
      { selection: { kind: 'pictures', instanceIds: [yes.id, yes.id, absent.id, uncorrected.id] } },
    );
    expect(chosen.samples).toBe(1);
    expect(chosen.heldBack).toEqual([
      { instanceId: absent.id, fileName: 'b.dcm', reason: 'text-not-confirmed' },
      { instanceId: uncorrected.id, fileName: 'd.png', reason: 'no-correction' },
    ]);
    await expect(
      exportAll(
        { ...place, output: `${output}-3` },
        { selection: { kind: 'pictures', instanceIds: ['nowhere-0'] } },
      ),
    ).rejects.toMatchObject({ code: 'not-found' });
  });

  test('exports each corrected frame, and a picture under one name every time', async () => {
    const place = await setting();
    const { library, inbox, output } = place;
    const frames = Uint8Array.from({ length: 36 }, (_, index) => index * 5);
    await writeDicom(
      join(inbox, 'many.dcm'),
      { NumberOfFrames: 3, BurnedInAnnotation: 'NO' },
      frames,
    );
    const [instance] = await importInto(library, inbox);
    if (!instance) throw new Error('one picture');
    draw(library, instance, 0);
    draw(library, instance, 2);
    await exportAll(place);
    const name = library.exportNames.nameOf(instance);
    expect((await readdir(join(output, 'images'))).sort()).toEqual([
      `${name}.png`,
      `${name}_f0003.png`,
    ]);
    await exportAll({ ...place, output: `${output}-2` });
    const [first, second] = [await readManifest(output), await readManifest(`${output}-2`)];
    // The first export is itself in the log that the second one names the end of.
    expect(second.auditHead?.sequence).toBe((first.auditHead?.sequence ?? 0) + 1);
    expect({ ...second, auditHead: null }).toEqual({ ...first, auditHead: null });
  });

  test('gives a true ISIC id to one picture only', async () => {
    const place = await setting();
    const { library, inbox } = place;
    for (const [index, folder] of ['one', 'two'].entries()) {
      await mkdir(join(inbox, folder));
      await writeNoisePng(join(inbox, folder, 'ISIC_0000001.png'), index);
    }
    await writeNoisePng(join(inbox, 'ISIC_0000002 Mrs Doe.png'), 3);
    const names = (await importInto(library, inbox)).map((instance) =>
      library.exportNames.nameOf(instance),
    );
    expect(names.filter((name) => name === 'ISIC_0000001')).toHaveLength(1);
    expect(names.filter((name) => name.startsWith('LIMEN_'))).toHaveLength(2);
  });

  test('leaves nothing when it is cancelled, fails or finds the folder in use', async () => {
    const place = await setting();
    const { library, inbox, output } = place;
    await writeNoisePng(join(inbox, 'a.png'), 1);
    for (const instance of await importInto(library, inbox)) draw(library, instance);
    const cancelled = exportAll(place, { signal: AbortSignal.abort() });
    await expect(cancelled).rejects.toMatchObject({ code: 'cancelled' });

    const wrongPicture: WorkerHost = {
      ...pictureWorker,
      run: async (kind, input) => {
        const result = await pictureWorker.run(kind, input);
        if (kind === 'pixelHash' && result) Object.assign(result, { pixelSha256: '0'.repeat(64) });
        return result;
      },
    };
    await expect(exportAll(place, { worker: wrongPicture })).rejects.toMatchObject({
      code: 'write-failed',
    });
    expect((await readdir(join(output, '..'))).sort()).toEqual(['inbox', 'library']);

    await mkdir(output);
    await writeFile(join(output, 'thesis.txt'), 'x');
    await expect(exportAll(place)).rejects.toMatchObject({ code: 'bad-input' });
    expect(await readdir(output)).toEqual(['thesis.txt']);
  });

  test('goes on without a picture whose original was lost', async () => {
    const place = await setting();
    const { library, inbox } = place;
    await writeNoisePng(join(inbox, 'a.png'), 1);
    await writeNoisePng(join(inbox, 'b.png'), 2);
    const [lost, kept] = await importInto(library, inbox);
    if (!lost || !kept) throw new Error('two pictures');
    for (const instance of [lost, kept]) draw(library, instance);
    await rm(library.blobs.path(lost.sha256));
    const receipt = await exportAll(place);
    expect(receipt.samples).toBe(1);
    expect(receipt.heldBack).toMatchObject([{ instanceId: lost.id, reason: 'damaged' }]);
  });
});
