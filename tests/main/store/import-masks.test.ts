import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ImportProgress } from '../../../shared/domain.js';
import { toCocoRuns } from '../../../shared/coco-mask.js';
import { decodeMask, masksEqual, type RunLengthMask } from '../../../shared/labelmap.js';
import { maskToPng } from '../../../main/mask-png.js';
import { createSnapshot } from '../../../main/store/snapshot/create-snapshot.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { importFiles, tryImport } from '../../../main/store/import/import-files.js';
import {
  Metadata,
  readMetadataTable,
  suggestColumns,
} from '../../../main/store/import/metadata-table.js';
import type { Library } from '../../../main/store/library.js';
import { encoder, paint } from '../../support/pictures.js';
import {
  lesion,
  openForTest,
  pictureSize,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

const box = rectangle(4, 4, 20, 20);

interface Place {
  library: Library;
  inbox: string;
  folder: string;
}

async function place(...folders: string[]): Promise<Place> {
  const folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  for (const inside of folders) await mkdir(join(inbox, inside), { recursive: true });
  return { library: await openForTest(join(folder, 'library')), inbox, folder };
}

function importInbox({ library, inbox }: Place, more: object = {}): Promise<ImportProgress> {
  const request = { library, worker: pictureWorker, paths: [inbox], jobId: 'job-0001' };
  return importFiles({ ...request, ...more });
}

async function writeMask(path: string, mask: RunLengthMask): Promise<void> {
  await writeFile(path, await maskToPng(mask));
}

/** Grey values as a colour picture, as nnU-Net's label maps are. */
async function writeGrey(path: string, greyAt: (x: number, y: number) => number): Promise<void> {
  const picture = paint(pictureSize.width, pictureSize.height, (x, y) => {
    const grey = greyAt(x, y);
    return [grey, grey, grey];
  });
  await writeFile(path, await encoder(picture).png());
}

/** The imported masks of the picture of this name, by segment. */
function importedMasks(library: Library, fileName: string): Map<string, RunLengthMask> {
  const id = library.instances
    .ids()
    .find((each) => library.instances.get(each).fileName === fileName);
  const revision = library.revisions.latest(id ?? '', 0, 'truth');
  const masks = revision === null ? [] : library.revisions.masks(revision.id);
  return new Map(masks.map(({ segment, mask }) => [segment, decodeMask(mask)]));
}

function expectMask(found: RunLengthMask | undefined, meant: RunLengthMask): void {
  expect(found && masksEqual(found, meant)).toBe(true);
}

describe('pictures with masks', () => {
  test('in ISIC layout come as revisions with their source, and once', async () => {
    const at = await place('images', 'masks');
    await writeNoisePng(join(at.inbox, 'images', 'ISIC_0000001.png'), 1);
    await writeNoisePng(join(at.inbox, 'images', 'ISIC_0000002.png'), 2);
    await writeMask(join(at.inbox, 'masks', 'ISIC_0000001_segmentation.png'), box);
    const source = { statement: 'ISIC 2017, part 1', licence: 'CC0' };
    expect(await importInbox(at, { source })).toMatchObject({
      imported: 2,
      masks: 1,
      refusals: [],
    });
    expectMask(importedMasks(at.library, 'ISIC_0000001.png').get('lesion'), box);
    const [first = '', second = ''] = at.library.instances.ids();
    expect(at.library.revisions.list(first)).toMatchObject([
      {
        source: 'truth',
        parentId: null,
        imported: { layout: 'isic', statement: source.statement },
      },
    ]);
    expect(at.library.identity.source(first)).toEqual(source);
    expect(at.library.revisions.list(second)).toEqual([]);
    const again = { imported: 0, duplicates: 2, masks: 0, refusals: [] };
    expect(await importInbox(at, { source })).toMatchObject(again);
    expect(at.library.revisions.list(first)).toHaveLength(1);

    // The attributes of task 2 come later and join what is there.
    const globules = rectangle(0, 0, 5, 5);
    const name = 'ISIC_0000001_attribute_globules.png';
    await writeMask(join(at.inbox, 'masks', name), globules);
    expect(await importInbox(at)).toMatchObject({ duplicates: 2, masks: 2 });
    expectMask(importedMasks(at.library, 'ISIC_0000001.png').get('globules'), globules);
    expectMask(importedMasks(at.library, 'ISIC_0000001.png').get('lesion'), box);
    expect(at.library.revisions.list(first)[1]?.parentId).toBe(
      at.library.revisions.list(first)[0]?.id,
    );
    expect(await importInbox(at)).toMatchObject({ duplicates: 2, masks: 0 });
  });

  test('are refused one by one, with the reason, and the picture stays', async () => {
    const at = await place('a', 'b');
    await writeNoisePng(join(at.inbox, 'large.png'), 1);
    await writeMask(
      join(at.inbox, 'large_segmentation.png'),
      rectangle(0, 0, 2, 2, { width: 20, height: 30 }),
    );
    await writeMask(join(at.inbox, 'alone_segmentation.png'), box);
    await writeNoisePng(join(at.inbox, 'a', 'twice.png'), 2);
    await writeNoisePng(join(at.inbox, 'b', 'twice.png'), 3);
    await writeMask(join(at.inbox, 'twice_segmentation.png'), box);
    await writeMask(join(at.inbox, 'b', 'twice_segmentation.png'), box);
    const { imported, masks, refusals } = await importInbox(at);
    expect({ imported, masks }).toEqual({ imported: 3, masks: 1 });
    expect(refusals.map(({ fileName, reason }) => `${fileName}: ${reason}`).sort()).toEqual([
      'alone_segmentation.png: There is no picture alone for this mask.',
      'large_segmentation.png: The mask has 20 x 30 pixels, the picture 40 x 30. A mask is never ' +
        'resized: import one of the size of its picture.',
      'twice_segmentation.png: Several pictures are named twice. Import them one by one.',
    ]);
    expect(new Set(refusals.map(({ code }) => code))).toEqual(new Set(['mask-unfit']));
  });

  test('of the same picture under two names are those that came first', async () => {
    const at = await place();
    await writeNoisePng(join(at.inbox, 'a.png'), 1);
    await writeNoisePng(join(at.inbox, 'b.png'), 1);
    await writeMask(join(at.inbox, 'a_segmentation.png'), box);
    await writeMask(join(at.inbox, 'b_segmentation.png'), rectangle(0, 0, 9, 9));
    const table = {
      columns: ['n', 's', 'd'],
      rows: [
        { n: 'a', s: 'val' },
        { n: 'b', s: 'train', d: 'x' },
      ],
    };
    const columns = {
      patient: null,
      lesion: null,
      site: null,
      picture: 'n',
      split: 's',
      diagnosis: 'd',
    };
    const rows = table.rows.map((row) => ({ d: '', ...row }));
    const metadata = new Metadata({ ...table, rows }, columns);
    for (const imported of [1, 0]) {
      const result = await importInbox(at, { metadata });
      expect(result).toMatchObject({ imported, duplicates: 2 - imported, masks: imported });
      expect(result.refusals).toMatchObject([
        {
          fileName: 'b_segmentation.png',
          code: 'mask-unfit',
          reason: expect.stringContaining('a.png') as string,
        },
      ]);
    }
    const [id = ''] = at.library.instances.ids();
    expect(at.library.revisions.list(id)).toHaveLength(1);
    expect(at.library.identity.facts(id)).toMatchObject({ split: 'val', diagnosis: 'x' });
    expect(at.library.identity.otherNames(id)).toEqual([{ fileName: 'b.png', split: 'train' }]);
  });

  test('of zeros and ones, and blurred ones, keep their foreground', async () => {
    const at = await place();
    await writeNoisePng(join(at.inbox, 'ones.png'), 1);
    await writeGrey(join(at.inbox, 'ones_segmentation.png'), (x) => (x < 10 ? 1 : 0));
    await writeNoisePng(join(at.inbox, 'blurred.png'), 2);
    await writeGrey(join(at.inbox, 'blurred_segmentation.png'), (x) => (x < 10 ? 200 : 3 * x));
    expect(await importInbox(at)).toMatchObject({ masks: 2, refusals: [] });
    const left = rectangle(0, 0, 10, pictureSize.height);
    expectMask(importedMasks(at.library, 'ones.png').get('lesion'), left);
    expectMask(importedMasks(at.library, 'blurred.png').get('lesion'), left);
  });

  test('in COCO layout, as polygons and run lengths, only from among the files given', async () => {
    const at = await place('images');
    for (const [index, name] of ['a', 'b', 'c'].entries()) {
      await writeNoisePng(join(at.inbox, 'images', `${name}.png`), index);
    }
    const polygon = [4, 4, 20, 4, 20, 20, 4, 20];
    await writeFile(
      join(at.inbox, 'annotations.json'),
      JSON.stringify({
        images: [
          { id: 1, file_name: 'images/a.png' },
          { id: 2, file_name: 'b.png' },
          { id: 3, file_name: '../../../etc/passwd' },
        ],
        categories: [
          { id: 7, name: 'Lesion' },
          { id: 8, name: 'milia_like_cyst' },
          { id: 9, name: 'scar' },
        ],
        annotations: [
          { image_id: 1, category_id: 7, segmentation: [polygon] },
          { image_id: 1, category_id: 9, segmentation: [polygon] },
          { image_id: 2, category_id: 7, segmentation: toCocoRuns(box) },
          { image_id: 2, category_id: 7, segmentation: toCocoRuns(rectangle(30, 4, 32, 20)) },
          { image_id: 2, category_id: 8, segmentation: { size: [20, 20], counts: [400] } },
        ],
      }),
    );
    const { imported, masks, refusals } = await importInbox(at);
    expect({ imported, masks }).toEqual({ imported: 3, masks: 1 });
    expectMask(importedMasks(at.library, 'a.png').get('lesion'), box);
    // One bad mask keeps the picture's others out.
    expect(importedMasks(at.library, 'b.png').size).toBe(0);
    expect(refusals.map(({ reason }) => reason)).toEqual([
      expect.stringContaining('category scar'),
      'annotations.json names this picture, but it is not among the files.',
      expect.stringContaining('20 x 20 pixels'),
    ]);
  });

  test('in nnU-Net layout, by its classes', async () => {
    const at = await place('Dataset001_Skin/imagesTr', 'Dataset001_Skin/labelsTr');
    const dataset = join(at.inbox, 'Dataset001_Skin');
    await mkdir(join(dataset, 'imagesTs'));
    await writeFile(
      join(dataset, 'dataset.json'),
      JSON.stringify({
        channel_names: { 0: 'R', 1: 'G', 2: 'B' },
        labels: { background: 0, lesion: [1, 2], globules: 2 },
        numTraining: 1,
        file_ending: '.png',
      }),
    );
    await writeFile(
      join(dataset, 'splits_final.json'),
      JSON.stringify([{ train: [], val: ['case1'] }]),
    );
    await writeNoisePng(join(dataset, 'imagesTr', 'case1_0000.png'), 1);
    await writeGrey(join(dataset, 'labelsTr', 'case1.png'), (x) => (x < 4 ? 2 : x < 8 ? 1 : 0));
    await writeNoisePng(join(dataset, 'imagesTs', 'case2_0000.png'), 2);
    expect(await importInbox(at)).toMatchObject({ imported: 2, masks: 2, refusals: [] });
    const found = importedMasks(at.library, 'case1_0000.png');
    expectMask(found.get('lesion'), rectangle(0, 0, 8, pictureSize.height));
    expectMask(found.get('globules'), rectangle(0, 0, 4, pictureSize.height));
    const [val = '', test = ''] = at.library.instances.ids();
    expect(at.library.identity.facts(val).split).toBe('val');
    expect(at.library.identity.facts(test).split).toBe('test');
  });

  test("in Limen's own layout, as it was exported", async () => {
    const at = await place();
    await writeNoisePng(join(at.inbox, 'a.png'), 1);
    await importInbox(at);
    const [instanceId = ''] = at.library.instances.ids();
    at.library.journal.append(
      { instanceId, frame: 0, kind: 'stroke', changes: lesion(box), fromRevisionId: null },
      'reader',
    );
    const output = join(at.folder, 'export');
    await exportSamples({
      library: at.library,
      worker: pictureWorker,
      output,
      appVersion: '1.0.0',
      reader: 'reader',
      selection: { kind: 'all', references: false },
      format: 'isic',
    });
    const other = { ...at, inbox: output, library: await openForTest(join(at.folder, 'other')) };
    expect(await importInbox(other)).toMatchObject({ imported: 1, masks: 1, refusals: [] });
    const name = `${at.library.exportNames.nameOf(at.library.instances.get(instanceId))}.png`;
    expectMask(importedMasks(other.library, name).get('lesion'), box);
    expect(await importInbox(other)).toMatchObject({ imported: 0, duplicates: 1, masks: 0 });
  });

  test.each(['coco', 'webdataset', 'nnunet', 'isic'] as const)(
    "keep their part of the dataset through Limen's own export as %s",
    async (format) => {
      const at = await place();
      await writeNoisePng(join(at.inbox, 'a.png'), 1);
      await writeNoisePng(join(at.inbox, 'b.png'), 2);
      const table = readMetadataTable('image,split\na,train\nb,val\n');
      await importInbox(at, { metadata: new Metadata(table, suggestColumns(table.columns)) });
      for (const instanceId of at.library.instances.ids()) {
        at.library.journal.append(
          { instanceId, frame: 0, kind: 'stroke', changes: lesion(box), fromRevisionId: null },
          'reader',
        );
      }
      await createSnapshot({
        library: at.library,
        worker: pictureWorker,
        name: 'first',
        appVersion: '1.0.0',
        splitting: { method: 'stated' },
        references: false,
        leaveOut: [],
        reader: 'reader',
      });
      const output = join(at.folder, 'export');
      await exportSamples({
        library: at.library,
        worker: pictureWorker,
        output,
        appVersion: '1.0.0',
        reader: 'reader',
        selection: { kind: 'snapshot', name: 'first' },
        format,
      });
      const other = { ...at, inbox: output, library: await openForTest(join(at.folder, 'other')) };
      expect(await importInbox(other)).toMatchObject({ imported: 2, masks: 2, refusals: [] });
      const splits = other.library.instances
        .ids()
        .map((id) => other.library.identity.facts(id).split);
      expect(splits.sort()).toEqual(['train', 'val']);
    },
  );

  test('are looked at without writing when it is only a try', async () => {
    const at = await place();
    await writeNoisePng(join(at.inbox, 'a.png'), 1);
    await writeNoisePng(join(at.inbox, 'b.png'), 2);
    await writeFile(join(at.inbox, 'notes.txt'), 'notes');
    await writeMask(join(at.inbox, 'a_segmentation.png'), box);
    await writeMask(
      join(at.inbox, 'b_segmentation.png'),
      rectangle(0, 0, 1, 1, { width: 9, height: 9 }),
    );
    const request = { worker: pictureWorker, paths: [at.inbox], jobId: 'job-0001' };
    const would = { imported: 2, duplicates: 0, masks: 1, state: 'finished' };
    for (const library of [null, at.library]) {
      const tried = await tryImport({ ...request, library });
      expect(tried).toMatchObject(would);
      expect(tried.refusals.map(({ fileName }) => fileName)).toEqual([
        'b_segmentation.png',
        'notes.txt',
      ]);
    }
    expect(at.library.instances.ids()).toEqual([]);
    expect(await at.library.blobs.list()).toEqual([]);
    await importInbox(at);
    const after = { imported: 0, duplicates: 2, masks: 0 };
    expect(await tryImport({ ...request, library: at.library })).toMatchObject(after);
    expect((await readdir(at.inbox)).length).toBe(5);
  });
});

describe('metadata', () => {
  const text =
    '\uFEFFimage_name;patient_id;lesion_id;anatom_site_general;dx;split\n' +
    'ISIC_0000001;IP_1;IL_1;"head; neck";nevus;training\n' +
    'ISIC_0000002.png;IP_1;;;melanoma;\nISIC_0000009;IP_9;;;;val\n';

  test('goes to the pictures it names, by columns with usual names', async () => {
    const at = await place();
    await writeNoisePng(join(at.inbox, 'ISIC_0000001.png'), 1);
    await writeNoisePng(join(at.inbox, 'ISIC_0000002.png'), 2);
    const table = readMetadataTable(text);
    const columns = suggestColumns(table.columns);
    expect(columns).toEqual({
      picture: 'image_name',
      patient: 'patient_id',
      lesion: 'lesion_id',
      site: 'anatom_site_general',
      diagnosis: 'dx',
      split: 'split',
    });
    const metadata = new Metadata(table, columns);
    await importInbox(at, { metadata });
    const [first = '', second = ''] = at.library.instances.ids();
    expect(at.library.identity.facts(first)).toEqual({
      patient: 'IP_1',
      lesion: 'IL_1',
      site: 'head; neck',
      diagnosis: 'nevus',
      split: 'train',
    });
    expect(at.library.identity.facts(second)).toEqual({
      patient: 'IP_1',
      lesion: null,
      site: null,
      diagnosis: 'melanoma',
      split: null,
    });
    expect(metadata.unusedRows).toBe(1);
    expect(at.library.identity.record(first, { patient: 'IP_1', site: null }, null)).toBe(false);
    expect(at.library.identity.record(first, { diagnosis: 'melanoma' }, null)).toBe(true);
    expect(at.library.identity.facts(first).site).toBe('head; neck');
  });

  test('tells pictures of one name in several folders apart, and says where rows contradict', async () => {
    const at = await place('p1', 'p2');
    await writeNoisePng(join(at.inbox, 'p1', 'IMG_1.png'), 1);
    await writeNoisePng(join(at.inbox, 'p2', 'IMG_1.png'), 2);
    await writeNoisePng(join(at.inbox, 'p2', 'IMG_2.png'), 3);
    const table = readMetadataTable(
      'file,patient\np1/IMG_1.png,Anna\np2\\IMG_1.png,Ben\nIMG_2.png,Ben\nIMG_2,Cleo\n',
    );
    const metadata = new Metadata(table, suggestColumns(table.columns));
    const { refusals } = await importInbox(at, { metadata });
    expect(refusals).toEqual([
      {
        fileName: 'IMG_2.png',
        code: 'bad-input',
        reason: expect.stringContaining('Lines 4, 5 of the metadata') as string,
      },
    ]);
    const patients = at.library.instances.ids().map((id) => at.library.identity.facts(id).patient);
    expect(patients).toEqual(['Anna', 'Ben', null]);
    expect(metadata.unusedRows).toBe(0);
  });

  test('that cannot be understood says where', () => {
    const table = readMetadataTable(text);
    const columns = suggestColumns(table.columns);
    expect(() => new Metadata(table, { ...columns, patient: 'age' })).toThrow(/no column age.*dx/);
    expect(() => new Metadata(table, { ...columns, picture: null })).toThrow(/names the picture/);
    expect(() => new Metadata(table, { ...columns, split: 'dx' })).toThrow(/Line 2.*nevus/);
    expect(() => readMetadataTable('a,b\n1,2,3\n')).toThrow(/no CSV/);
  });
});
