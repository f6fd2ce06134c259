import { mkdir, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { itemsOf, textOf } from '../../../main/dicom/element-values.js';
import { readDataset } from '../../../main/dicom/part10.js';
import { readSegmentation } from '../../../main/dicom/read-segmentation.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import type { Library } from '../../../main/store/library.js';
import { AppError } from '../../../shared/errors.js';
import { encodeMask, type RunLengthMask } from '../../../shared/labelmap.js';
import { JPEG_BASELINE, dicomFile, writeDicom } from '../../support/dicom-file.js';
import { encoder, paint } from '../../support/pictures.js';
import {
  insertProposal,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
} from './support.js';

/** Odd sides: frames of bits do not end at a byte. */
const size = { width: 37, height: 23 };
const lesion = rectangle(3, 2, 30, 20, size);
const streaks = rectangle(1, 1, 9, 9, size);
const canary = 'Canary-7431';
const tags = {
  sopInstance: '00080018',
  perFrame: '52009230',
  derivation: '00089124',
  source: '00082112',
  referencedInstance: '00081155',
  segments: '00620002',
  algorithmType: '00620008',
  algorithmName: '00620009',
};

let folder: string;
let library: Library;
let output: string;

/** A DICOM picture with a patient in it, corrected from a proposal, exported. */
beforeEach(async () => {
  folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  const pixels = Uint8Array.from({ length: 3 * size.width * size.height }, (_, at) => at % 251);
  const attributes = {
    Rows: size.height,
    Columns: size.width,
    PatientName: canary,
    PatientID: canary,
    InstitutionName: canary,
    StudyDate: '20210304',
    BurnedInAnnotation: 'NO',
    PixelSpacing: ['0.05', '0.06'],
    AcquisitionContextSequence: [
      { ConceptNameCodeSequence: [{ CodeMeaning: canary, CodeValue: '1' }] },
    ],
  };
  await writeDicom(join(inbox, `${canary}.dcm`), attributes, pixels);
  library = await openForTest(join(folder, 'library'));
  await importFiles({ library, worker: pictureWorker, paths: [inbox], jobId: 'job-0001' });
  const [instanceId = ''] = library.instances.ids();
  const proposal = await insertProposal(library, instanceId, rectangle(2, 2, 30, 20, size));
  correct(instanceId, proposal.revisionId);
  output = join(folder, 'out');
  await exportSamples({
    library,
    worker: pictureWorker,
    output,
    appVersion: '0.2.0',
    reader: canary,
    selection: { kind: 'all', references: false },
    format: 'dicom-seg',
  });
});

function correct(instanceId: string, parentId: string): void {
  library.revisions.insert({
    instanceId,
    frame: 0,
    parentId,
    source: 'reader',
    model: null,
    reader: canary,
    runId: null,
    journalSequence: null,
    masks: [
      { segment: 'lesion', mask: encodeMask(lesion) },
      { segment: 'streaks', mask: encodeMask(streaks) },
    ],
  });
}

async function written(kind: 'images' | 'segmentations'): Promise<string> {
  const [name = ''] = await readdir(join(output, kind));
  return join(output, kind, name);
}

describe('an export as DICOM segmentation', () => {
  test('holds the masks, bit for bit, overlapping ones too', async () => {
    const masks = readSegmentation(await readFile(await written('segmentations')));
    const expected: [string, RunLengthMask][] = [
      ['lesion', lesion],
      ['streaks', streaks],
    ];
    expect([...masks]).toEqual(expected);
  });

  test('comes back into another library as it was', async () => {
    const other = await openForTest(join(folder, 'other'));
    const { imported, masks, refusals } = await importFiles({
      library: other,
      worker: pictureWorker,
      paths: [output],
      jobId: 'job-0002',
    });
    expect({ imported, masks, refusals }).toEqual({ imported: 1, masks: 2, refusals: [] });
    const [id = ''] = other.instances.ids();
    expect(other.instances.get(id).spacingMm).toMatchObject({ row: 0.05, column: 0.06 });
    const truth = other.revisions.latest(id, 0, 'truth');
    expect(truth?.areaPx).toEqual({ lesion: 27 * 18, streaks: 64 });
  });

  test('holds nothing that names a patient, a place, a day or a reader', async () => {
    for (const path of await readdir(output, { recursive: true, withFileTypes: true })) {
      expect(path.name).not.toContain(canary);
      if (!path.isFile()) continue;
      const bytes = await readFile(join(path.parentPath, path.name), 'latin1');
      expect(bytes).not.toContain(canary);
      expect(bytes).not.toContain('20210304');
    }
  });

  test('says which picture it is of, and how it came to be', async () => {
    const picture = readDataset(await readFile(await written('images'))).elements;
    const segmentation = readDataset(await readFile(await written('segmentations'))).elements;
    const uid = textOf(picture, tags.sopInstance);
    expect(uid).toMatch(/^2\.25\.\d+$/);
    const frames = itemsOf(segmentation, tags.perFrame);
    expect(frames).toHaveLength(2);
    for (const frame of frames) {
      const [derivation = {}] = itemsOf(frame, tags.derivation);
      const [source = {}] = itemsOf(derivation, tags.source);
      expect(textOf(source, tags.referencedInstance)).toBe(uid);
    }
    for (const segment of itemsOf(segmentation, tags.segments)) {
      expect(textOf(segment, tags.algorithmType)).toBe('SEMIAUTOMATIC');
      expect(textOf(segment, tags.algorithmName)).toBe('tiny 1.0.0');
    }
  });
});

test('a picture that was once compressed with loss says so', async () => {
  const inbox = join(folder, 'compressed');
  await mkdir(inbox);
  const picture = paint(16, 16, (x, y) => [x * 9, y * 9, 90]);
  const stored = { Rows: 16, Columns: 16, BurnedInAnnotation: 'NO' };
  const jpeg = [await encoder(picture).jpeg(95)];
  await writeDicom(
    join(inbox, 'jpeg.dcm'),
    { ...stored, SOPInstanceUID: '2.25.2' },
    jpeg,
    JPEG_BASELINE,
  );
  const plain = { ...stored, SOPInstanceUID: '2.25.3', LossyImageCompression: '01' };
  await writeDicom(join(inbox, 'unpacked.dcm'), plain, picture.rgb);
  await writeFile(join(inbox, 'photo.jpg'), await encoder(picture).jpeg(90));
  await writeFile(join(inbox, 'photo.png'), await encoder(picture).png());
  const other = await openForTest(join(folder, 'photos'));
  await importFiles({ library: other, worker: pictureWorker, paths: [inbox], jobId: 'job-0003' });
  const sample = { sampleName: 'LIMEN_x', appVersion: '0', textFree: true, spacingMm: null };
  const stateds = new Map<string, string>();
  for (const id of other.instances.ids()) {
    const { fileName, sha256 } = other.instances.get(id);
    const target = join(folder, `${fileName}.out`);
    await pictureWorker.run('dicomCopy', {
      path: other.blobs.path(sha256),
      frame: 0,
      output: target,
      sample,
    });
    stateds.set(fileName, textOf(readDataset(await readFile(target)).elements, '00282110'));
  }
  expect(Object.fromEntries(stateds)).toEqual({
    'jpeg.dcm': '01',
    'unpacked.dcm': '01',
    'photo.jpg': '01',
    'photo.png': '00',
  });
});

describe('reading a segmentation', () => {
  test('refuses what is none', () => {
    const picture = dicomFile({ Rows: 2, Columns: 2 }, new Uint8Array(12));
    expect(() => readSegmentation(picture)).toThrow(/no segmentation of type BINARY/);
  });

  test('refuses one that is cut short', async () => {
    const whole = await readFile(await written('segmentations'));
    expect(() => readSegmentation(whole.subarray(0, whole.length - 60))).toThrow(AppError);
  });
});
