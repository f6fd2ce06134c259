import { mkdir, readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { list } from 'tar';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fromCocoRuns } from '../../../shared/coco-mask.js';
import { exportFormat, type ExportFormat, type SegmentId } from '../../../shared/domain.js';
import {
  decodeMask,
  encodeMask,
  intersectMasks,
  maskArea,
  maskFromPixels,
  masksEqual,
  unionMasks,
  type RunLengthMask,
} from '../../../shared/labelmap.js';
import { handWorkOf } from '../../../main/store/effort.js';
import { exportSamples } from '../../../main/store/export/export-samples.js';
import { exportManifest, type ManifestSample } from '../../../main/store/export/manifest.js';
import { importFiles } from '../../../main/store/import/import-files.js';
import type { Library } from '../../../main/store/library.js';
import { pictureJobs } from '../../../main/worker/picture-jobs.js';
import {
  insertInstance,
  insertProposal,
  lesion,
  openForTest,
  pictureSize,
  pictureWorker,
  rectangle,
  temporaryFolder,
  writeNoisePng,
} from './support.js';

const reader = 'reader';
const mole = rectangle(10, 8, 26, 22);
const hair = rectangle(0, 12, 40, 14);
const vignette = rectangle(0, 0, 4, 30);
const both = unionMasks(hair, vignette);

function find(library: Library, instanceId: string, hairNow = hair) {
  const changes = [
    { segment: 'hair' as const, mask: encodeMask(hairNow) },
    { segment: 'vignette' as const, mask: encodeMask(vignette) },
  ];
  const at = { instanceId, frame: 0, kind: 'command' as const, tool: 'find-artefacts' };
  return library.journal.append({ ...at, changes, fromRevisionId: null }, reader);
}

describe('artefacts in the journal', () => {
  test('are one step of the history, are kept over a reopening and undone together', async () => {
    const folder = await temporaryFolder();
    const library = await openForTest(folder);
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    find(library, id);
    library.close();
    const again = await openForTest(folder);
    const { masks, segments } = again.journal.open(at, reader);
    expect(masks.map(({ segment }) => segment).sort()).toEqual(['hair', 'vignette']);
    expect(segments).toEqual([]);
    const undone = again.journal.undo(at, reader).changes;
    expect(undone.map(({ segment }) => segment)).toEqual(['hair', 'vignette']);
    expect(again.journal.open(at, reader).journal.canUndo).toBe(false);
    again.journal.redo(at, reader);
    expect(again.journal.steps({ ...at }, reader, 10)).toMatchObject({
      position: 1,
      steps: [{ kind: 'command', tool: 'find-artefacts', segments: ['hair', 'vignette'] }],
    });
  });

  test('alone are no correction, so nothing says that there is no lesion', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    find(library, id);
    expect(library.journal.commit(at, reader)).toBeNull();
    expect(library.journal.commitAll(reader)).toEqual([]);
    expect(library.revisions.correctedInstances()).toEqual([]);
    const stroke = { ...at, kind: 'stroke' as const, changes: lesion(mole), fromRevisionId: null };
    library.journal.append(stroke, reader);
    expect(library.journal.commit(at, reader)?.areaPx).toEqual({
      lesion: maskArea(mole),
      hair: maskArea(hair),
      vignette: maskArea(vignette),
    });
    library.journal.undo(at, reader);
    expect(library.journal.commit(at, reader)).not.toBeNull();
  });

  test('are no effort on the lesion', async () => {
    const library = await openForTest(await temporaryFolder());
    const { id } = insertInstance(library);
    const at = { instanceId: id, frame: 0 };
    const { revisionId } = await insertProposal(library, id, mole);
    const takeOver = { ...at, kind: 'take-over' as const, fromRevisionId: revisionId };
    library.journal.append({ ...takeOver, changes: lesion(mole) }, reader);
    find(library, id);
    const one = lesion(rectangle(0, 0, 2, 2));
    library.journal.append({ ...at, kind: 'stroke', changes: one, fromRevisionId: null }, reader);
    library.journal.commit(at, reader);
    expect(handWorkOf(library, id)).toMatchObject({ fromRevisionId: revisionId, strokes: 1 });
  });
});

interface Exported {
  folder: string;
  withArtefacts: ManifestSample;
  without: ManifestSample;
}

/** Two corrected pictures, one of them with hair and a vignette, in every layout. */
async function exported(): Promise<(format: ExportFormat) => Promise<Exported>> {
  const folder = await temporaryFolder();
  const inbox = join(folder, 'inbox');
  await mkdir(inbox);
  for (const seed of [1, 2]) await writeNoisePng(join(inbox, `ISIC_000000${seed}.png`), seed);
  const library = await openForTest(join(folder, 'library'));
  await importFiles({ library, worker: pictureWorker, paths: [inbox], jobId: 'job-0001' });
  const [first = '', second = ''] = library.instances.ids();
  for (const instanceId of [first, second]) {
    const at = { instanceId, frame: 0, kind: 'stroke' as const, fromRevisionId: null };
    library.journal.append({ ...at, changes: lesion(mole) }, reader);
  }
  find(library, first);
  const name = library.exportNames.nameOf(library.instances.get(first));
  return async (format) => {
    const output = join(folder, `export-${format}`);
    await exportSamples({
      library,
      worker: pictureWorker,
      output,
      appVersion: '0.0.0',
      reader,
      selection: { kind: 'all', references: false },
      format,
    });
    const json = await readFile(join(output, 'manifest.json'), 'utf8');
    const { samples } = exportManifest.parse(JSON.parse(json));
    const withArtefacts = samples.find(({ id }) => id === name);
    const without = samples.find(({ id }) => id !== name);
    if (!withArtefacts || !without) throw new Error('two samples');
    return { folder: output, withArtefacts, without };
  };
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

const cocoFile = z.object({
  categories: z.array(z.object({ id: z.int(), name: z.string() })),
  annotations: z.array(
    z.object({
      category_id: z.int(),
      iscrowd: z.int(),
      segmentation: z.object({ size: z.tuple([z.int(), z.int()]), counts: z.string() }),
    }),
  ),
});

describe('artefacts in exports', () => {
  test('are to be ignored, in every layout in its own way, and never lesion', async () => {
    const exportAs = await exported();
    // Without attributes there is nothing to task 2.
    for (const format of exportFormat.options.filter((each) => each !== 'isic-task2')) {
      const { withArtefacts, without } = await exportAs(format);
      expect(withArtefacts.ignore).toMatchObject({ areaPx: maskArea(both) });
      expect(withArtefacts.mask?.areaPx).toBe(maskArea(mole));
      expect(withArtefacts.attributes).toEqual([]);
      expect(withArtefacts.lineage[0]?.areaPx).toMatchObject({ hair: maskArea(hair) });
      expect(without.ignore).toBeNull();
    }
  });

  test('isic and png: a mask beside, of all kinds together', async () => {
    const exportAs = await exported();
    const isic = await exportAs('isic');
    const name = isic.withArtefacts.id;
    expect(isic.withArtefacts.ignore?.path).toBe(`masks/${name}_ignore.png`);
    const png = await exportAs('png');
    expect(png.withArtefacts.ignore?.path).toBe(`masks/ignore/${name}.png`);
    for (const { folder, withArtefacts } of [isic, png]) {
      const ignored = await valued(join(folder, withArtefacts.ignore?.path ?? ''), 255);
      expect(masksEqual(ignored, both)).toBe(true);
      const kept = await valued(join(folder, withArtefacts.mask?.path ?? ''), 255);
      expect(masksEqual(kept, mole)).toBe(true);
    }
    expect((await readdir(join(isic.folder, 'masks'))).length).toBe(3);
  });

  test('nnunet: the highest label, consecutive, over the lesion too', async () => {
    const { folder, withArtefacts, without } = await (await exported())('nnunet');
    const dataset = join(folder, 'Dataset001_Limen', 'dataset.json');
    expect(JSON.parse(await readFile(dataset, 'utf8'))).toMatchObject({
      labels: { background: 0, lesion: 1, ignore: 2 },
    });
    const path = join(folder, withArtefacts.mask?.path ?? '');
    expect(masksEqual(await valued(path, 2), both)).toBe(true);
    expect(maskArea(intersectMasks(await valued(path, 1), both))).toBe(0);
    expect(maskArea(await valued(join(folder, without.mask?.path ?? ''), 2))).toBe(0);
  });

  test('coco: a crowd region of a category of its own', async () => {
    const { folder } = await (await exported())('coco');
    const json = await readFile(join(folder, 'annotations.json'), 'utf8');
    const { categories, annotations } = cocoFile.parse(JSON.parse(json));
    const ignore = categories.find(({ name }) => name === 'ignore');
    const crowds = annotations.filter(({ iscrowd }) => iscrowd === 1);
    expect(crowds.map(({ category_id }) => category_id)).toEqual([ignore?.id]);
    const [crowd] = crowds;
    expect(crowd && masksEqual(fromCocoRuns(crowd.segmentation), both)).toBe(true);
  });

  test('webdataset: a file more in the shard', async () => {
    const { folder, withArtefacts, without } = await (await exported())('webdataset');
    const entries: string[] = [];
    await list({
      file: join(folder, withArtefacts.ignore?.path ?? ''),
      onReadEntry: ({ path }) => {
        entries.push(path);
      },
    });
    expect(entries).toContain(`${withArtefacts.id}.ignore.png`);
    expect(entries).not.toContain(`${without.id}.ignore.png`);
  });

  test.each(['png', 'dicom-seg'] as const)(
    '%s: each kind comes back by an import',
    async (format) => {
      const { folder, withArtefacts } = await (await exported())(format);
      const library = await openForTest(await temporaryFolder());
      const done = await importFiles({
        library,
        worker: pictureWorker,
        paths: [folder],
        jobId: 'job-0002',
      });
      expect(done.refusals).toEqual([]);
      const id = library.instances
        .ids()
        .find((each) => library.instances.get(each).fileName.startsWith(withArtefacts.id));
      const revision = library.revisions.latest(id ?? '', 0, 'truth');
      const masks = new Map<SegmentId, RunLengthMask>(
        library.revisions
          .masks(revision?.id ?? '')
          .map(({ segment, mask }) => [segment, decodeMask(mask)]),
      );
      const expected = { lesion: mole, hair, vignette };
      for (const [segment, mask] of Object.entries(expected)) {
        expect(masks.get(segment as SegmentId)?.runs).toEqual(mask.runs);
      }
      expect([...masks.values()].every(({ width }) => width === pictureSize.width)).toBe(true);
    },
  );
});
