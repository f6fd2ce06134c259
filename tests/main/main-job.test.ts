import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Background } from '../../main/background.js';
import { createDispatcher, type Dispatcher } from '../../main/dispatch.js';
import { createHandlers } from '../../main/handlers.js';
import { Imports } from '../../main/imports.js';
import { LikenessJob } from '../../main/likeness-job.js';
import { openLog } from '../../main/log.js';
import { addModel } from '../../main/models/add-model.js';
import { findModel, modelSummaries } from '../../main/models/registry.js';
import { Segmenter } from '../../main/segmenter.js';
import { SetJobs } from '../../main/set-jobs.js';
import { openSettings } from '../../main/settings.js';
import { addStarterPictures, needsStarterPictures } from '../../main/starter.js';
import type { Library } from '../../main/store/library.js';
import { openLibrary } from '../../main/store/open-library.js';
import { createWorkerHost } from '../../main/worker/host.js';
import type { JobKind, WorkerHost } from '../../main/worker/protocol.js';
import { noFilter } from '../../shared/comparison/row-filter.js';
import type { MethodInput, MethodName, MethodOutput } from '../../shared/contract.js';
import type { ImportProgress, InferenceStatus } from '../../shared/domain.js';
import { decodeMask, encodeMask, maskArea, maskFromPixels } from '../../shared/labelmap.js';
import { buildWorker, type BuiltWorker } from '../support/built-worker.js';
import { hitsBelow } from '../support/canary.js';
import { encoder, paint } from '../support/pictures.js';
import { installTinyModel } from '../support/tiny-models.js';

/** The parts of the application without its window, over a real store, worker and network. */

let worker: BuiltWorker;
let workers: WorkerHost;
let folder: string;
let library: Library;
let segmenter: Segmenter;
let background: Background;
let imports: Imports;
let setJobs: SetJobs;
let dispatch: Dispatcher;
let jobs: JobKind[];
let statuses: InferenceStatus[];
let progresses: ImportProgress[];
let failures: string[];
let begun: { modelId: string }[];
let chosenImport: string[] | null;
let chosenExport: string | null;
let chosenPackage: string | null;

beforeAll(async () => {
  worker = await buildWorker();
}, 60_000);
afterAll(async () => {
  await worker.remove();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-main-job-'));
  const models = join(folder, 'models');
  const folders = { shipped: models, added: join(folder, 'added') };
  await installTinyModel(models, 'dark');
  await installTinyModel(models, 'not-a-number');
  const host = createWorkerHost({ fork: worker.fork });
  jobs = [];
  statuses = [];
  progresses = [];
  failures = [];
  begun = [];
  workers = {
    ...host,
    run: (kind, input, options) => {
      jobs.push(kind);
      return host.run(kind, input, options);
    },
  };
  library = await openLibrary(join(folder, 'library'));
  segmenter = new Segmenter({
    library,
    workers,
    loadModel: (modelId) => findModel(folders, modelId ?? 'dark'),
    device: () => 'cpu',
    onStatus: (status) => statuses.push(status),
    onStart: (started) => begun.push(started),
    onProposal: () => undefined,
    threads: 1,
  });
  background = new Background({
    library,
    segmenter,
    onFailure: (_instanceId, { code }) => failures.push(code),
  });
  imports = new Imports({
    library,
    reader: () => 'Ada',
    workers,
    onProgress: (progress) => progresses.push(progress),
    onImported: () => {
      background.wake();
    },
    onFailure: ({ code }) => failures.push(code),
  });
  setJobs = new SetJobs({
    library,
    newWorkers: () => createWorkerHost({ fork: worker.fork }),
    loadModel: (modelId) => findModel(folders, modelId),
    readerIdle: () => segmenter.readerIdle(),
    device: () => 'cpu',
    onProgress: () => undefined,
    onProposal: () => undefined,
    onFailure: (error) => {
      throw error;
    },
  });
  const handlers = createHandlers({
    library,
    workers,
    segmenter,
    imports,
    setJobs,
    likeness: new LikenessJob({
      library,
      workers,
      onProgress: () => undefined,
      onFailure: (error) => {
        throw error;
      },
    }),
    loadModel: (modelId) => findModel(folders, modelId),
    loadDefault: () => findModel(folders, null),
    models: {
      summaries: () => modelSummaries(folders),
      add: (packageFolder) => addModel(folders, packageFolder, workers),
    },
    settings: await openSettings(folder, 'en'),
    dialogs: {
      chooseImport: () => Promise.resolve(chosenImport),
      chooseExportFolder: () => Promise.resolve(chosenExport),
      chooseReportFile: (kind) => Promise.resolve(join(folder, `report.${kind}`)),
      showFolder: () => undefined,
      chooseModelPackage: () => Promise.resolve(chosenPackage),
    },
    log: openLog(join(folder, 'logs')),
    versions: { app: '0.0.0', electron: 'none' },
    libraryName: 'library',
    now: () => 0,
    onLibraryChange: () => undefined,
    onSettingsChange: () => undefined,
    onExportProgress: () => undefined,
    onSnapshotProgress: () => undefined,
  });
  dispatch = createDispatcher(handlers, () => undefined);
});

afterEach(async () => {
  await Promise.all([imports.stop(), background.stop(), setJobs.stop()]);
  await workers.close();
  library.close();
  await rm(folder, { recursive: true, force: true });
});

async function call<Name extends MethodName>(
  name: Name,
  input: MethodInput<Name>,
): Promise<MethodOutput<Name>> {
  const reply = await dispatch(name, input);
  if (!reply.ok) throw new Error(`${reply.code}: ${reply.message}`);
  return reply.value as MethodOutput<Name>;
}

/** A picture with a dark disk, which the network `dark` takes for a lesion. */
async function writePicture(name: string, radius: number): Promise<string> {
  const path = join(folder, name);
  const rgb = paint(90, 60, (x, y) =>
    (x - 45) ** 2 + (y - 30) ** 2 < radius ** 2 ? [40, 30, 20] : [220, 200, 190],
  );
  await writeFile(path, await encoder(rgb).png());
  return path;
}

/** A worker process takes seconds to come up where all cores are busy. */
const patience = { timeout: 15_000, interval: 20 };
const ended = (): boolean => progresses.at(-1)?.state === 'finished';
const exportAll = { selection: { kind: 'all', references: false }, format: 'isic' } as const;
const everything = { offset: 0, limit: 10, status: null, search: '' } as const;

/** What the reader chooses in the dialog comes in. */
async function importChosen(): Promise<void> {
  const draft = await call('import.choose', { kind: 'files', draftId: null });
  const request = { draftId: draft?.id ?? '', dryRun: false, columns: null, source: null };
  await call('import.start', request);
  await expect.poll(ended, patience).toBe(true);
}

async function importOne(name = 'one.png', radius = 18): Promise<string> {
  chosenImport = [await writePicture(name, radius)];
  await importChosen();
  const { instances } = await call('library.list', everything);
  const found = instances.find(({ instance }) => instance.fileName === name);
  if (!found) throw new Error('the picture was not imported');
  return found.instance.id;
}

test('import, proposal, take-over, stroke, undo, redo, revision and export', async () => {
  const instanceId = await importOne();
  const at = { instanceId, frame: 0 };
  const proposal = await call('proposal.run', { ...at, modelId: null });
  const proposed = decodeMask(proposal.mask);
  expect(maskArea(proposed)).toBeGreaterThan(800);
  expect(proposal.run.model.id).toBe('dark');
  const map = await call('proposal.probability', { runId: proposal.run.id });
  expect(map.values.length).toBe(2 * map.width * map.height);

  await call('reading.edit', {
    ...at,
    kind: 'take-over',
    changes: [{ segment: 'lesion', mask: proposal.mask }],
    fromRevisionId: proposal.revisionId,
  });
  const corner = encodeMask(maskFromPixels(new Uint8Array(90 * 60).fill(1, 0, 10), 90, 60));
  const edited = await call('reading.edit', {
    ...at,
    kind: 'stroke',
    changes: [{ segment: 'lesion', mask: corner }],
    fromRevisionId: null,
  });
  expect(edited).toMatchObject({ canUndo: true, canRedo: false });
  const undone = await call('reading.undo', at);
  expect(undone.changes).toEqual([{ segment: 'lesion', mask: corner }]);
  await call('reading.redo', at);
  const reopened = await call('reading.open', at);
  const [mask] = reopened.masks;
  expect(mask && maskArea(decodeMask(mask.mask))).toBe(maskArea(proposed) + 10);

  const { revisionId } = await call('reading.commit', at);
  const { revisions, status } = await call('library.get', { instanceId });
  expect(status).toBe('corrected');
  expect(revisions.find(({ id }) => id === revisionId)).toMatchObject({
    source: 'reader',
    reader: 'reader-1',
    parentId: proposal.revisionId,
  });
  expect(await call('reading.commit', at)).toEqual({ revisionId: null });

  chosenExport = join(folder, 'out');
  const receipt = await call('export.run', exportAll);
  expect(receipt).toMatchObject({ samples: 1, heldBack: [] });
  expect(await readdir(join(chosenExport, 'limen-export-19700101T000000'))).toEqual(
    expect.arrayContaining(['images', 'masks', 'manifest.json', 'receipt.json']),
  );
});

describe('a dialog that was cancelled', () => {
  test('imports and exports nothing', async () => {
    chosenImport = null;
    chosenExport = null;
    expect(await call('import.choose', { kind: 'folder', draftId: null })).toBeNull();
    expect(await call('export.run', exportAll)).toBeNull();
  });
});

describe('proposal.run', () => {
  test('runs a network once for a frame, however often it is asked', async () => {
    const path = await writePicture('one.png', 18);
    chosenImport = [path];
    await background.stop();
    await importChosen();
    const instanceId = (await call('library.list', everything)).instances[0]?.instance.id ?? '';
    const request = { instanceId, frame: 0, modelId: null };
    const [first, second] = await Promise.all([
      call('proposal.run', request),
      call('proposal.run', request),
    ]);
    const third = await call('proposal.run', request);
    expect(new Set([first.run.id, second.run.id, third.run.id]).size).toBe(1);
    expect(jobs.filter((kind) => kind === 'segment')).toHaveLength(1);
    expect(statuses.map(({ queued }) => queued)).toContain(1);
    expect(segmenter.status()).toMatchObject({ provider: 'cpu', queued: 0 });
  });

  test('says why a network failed, and the next picture is segmented', async () => {
    const instanceId = await importOne();
    const failed = await dispatch('proposal.run', {
      instanceId,
      frame: 0,
      modelId: 'not-a-number',
    });
    expect(failed).toMatchObject({ ok: false, code: 'inference-failed' });
    const proposal = await call('proposal.run', { instanceId, frame: 0, modelId: null });
    expect(proposal.run.model.id).toBe('dark');
  });

  test.each([
    [{ frame: 7 }, 'bad-input'],
    [{ instanceId: '00000000-0000-0000-0000-000000000000' }, 'not-found'],
    [{ modelId: 'absent' }, 'not-found'],
    [{ modelId: '../models/dark' }, 'not-found'],
  ])('%j is refused with %s', async (change, code) => {
    const instanceId = await importOne();
    const request = { instanceId, frame: 0, modelId: null, ...change };
    expect(await dispatch('proposal.run', request)).toMatchObject({ ok: false, code });
  });
});

describe('proposal.cancel', () => {
  test('ends a run for all who wait; the next who asks gets one', async () => {
    const instanceId = await importOne();
    const at = { instanceId, frame: 0 };
    const waiting = [1, 2].map(() => dispatch('proposal.run', { ...at, modelId: 'not-a-number' }));
    let replies: unknown[] = [];
    void Promise.all(waiting).then((all) => (replies = all));
    // Before the run is begun there is nothing to cancel yet.
    const cancelled = async (): Promise<number> => {
      await call('proposal.cancel', { ...at, modelId: 'not-a-number' });
      return replies.length;
    };
    await expect.poll(cancelled, patience).toBe(2);
    for (const reply of replies) expect(reply).toMatchObject({ code: 'cancelled' });
    expect(await call('proposal.run', { ...at, modelId: 'dark' })).toMatchObject({
      run: { model: { id: 'dark' } },
    });
    expect(begun.map(({ modelId }) => modelId)).toContain('dark');
    await call('proposal.cancel', { ...at, modelId: 'dark' });
  });
});

describe('a run over a set', () => {
  test('is scored, kept over a restart, and written as a report', async () => {
    await importOne();
    const { id } = await call('setRun.start', {
      modelIds: ['dark', 'not-a-number'],
      instanceIds: null,
    });
    const state = async () => (await call('setRun.list', {}))[0]?.state;
    await expect.poll(state, patience).toBe('finished');
    expect((await call('setRun.list', {}))[0]).toMatchObject({
      id,
      pictures: 1,
      done: 2,
      failed: 1,
    });
    const { rows, failures } = await call('setRun.results', { id });
    expect(rows[0]?.models['dark']?.confidence).toBeGreaterThan(0);
    expect(failures).toMatchObject([{ model: 'not-a-number' }]);

    const second = await call('setRun.start', { modelIds: ['dark'], instanceIds: null });
    await expect.poll(state, patience).toBe('finished');
    // Written are the pictures that the filters leave, and which those are.
    const [picture = ''] = library.instances.ids();
    library.tags.change([picture], { add: ['hair'], remove: [] }, 'curator');
    const hairy = { ...noFilter, tag: 'hair' };
    const written = await call('setRun.export', { id: second.id, kind: 'html', filter: hairy });
    const page = await readFile(written?.file ?? '', 'utf8');
    expect(page).toContain('<svg');
    expect(page).toContain('Only tag: hair.');
    // No name of a picture leaves the library, nor is it logged.
    expect(page).not.toContain('one.png');
    for (const kind of ['csv', 'json'] as const) {
      const table = await call('setRun.export', { id: second.id, kind, filter: hairy });
      expect(await readFile(table?.file ?? '', 'utf8')).not.toContain('one.png');
    }
    expect(await hitsBelow(join(folder, 'logs'), 'one.png')).toEqual([]);
    await expect(
      call('setRun.export', { id: second.id, kind: 'csv', filter: { ...noFilter, site: 'nose' } }),
    ).rejects.toThrow('bad-input');

    // A process that was killed leaves a run as it was recorded: it goes on from there.
    const left = library.setRuns.create(library.setRuns.get(second.id).models, [picture]);
    expect(left.done).toBe(0);
    setJobs.wake();
    await expect.poll(() => library.setRuns.get(left.id).state, patience).toBe('finished');
    setJobs.act(left.id, 'resume');
    expect(library.setRuns.get(left.id).state).toBe('finished');
  });
});

describe('the background', () => {
  test('segments what was imported, and stops being queued', async () => {
    await importOne('one.png', 18);
    progresses = [];
    await importOne('two.png', 12);
    const proposed = async (): Promise<number> =>
      (await call('library.list', everything)).counts.proposed;
    await expect.poll(proposed, patience).toBe(2);
    await expect.poll(() => segmenter.status().queued, patience).toBe(0);
    expect(failures).toEqual([]);
  });

  test('waits while a reader waits', async () => {
    const instanceId = await importOne();
    await background.stop();
    const run = call('proposal.run', { instanceId, frame: 0, modelId: null });
    let idle = false;
    const waited = segmenter.readerIdle().then(() => {
      idle = true;
    });
    expect(idle).toBe(false);
    await run;
    await waited;
    expect(idle).toBe(true);
  });

  test('after it has stopped starts nothing more', async () => {
    await importOne();
    await background.stop();
    const { counts } = await call('library.list', everything);
    const stored = jobs.length;
    background.wake();
    expect(jobs.length).toBe(stored);
    expect((await call('library.list', everything)).counts).toEqual(counts);
  });
});

describe('an import', () => {
  test('of a file that is no picture is refused with its reason', async () => {
    const path = join(folder, 'notes.txt');
    await writeFile(path, 'no picture');
    chosenImport = [path];
    await importChosen();
    expect(progresses.at(-1)?.refusals).toEqual([
      expect.objectContaining({ fileName: 'notes.txt', code: 'unsupported-format' }),
    ]);
  });

  test('that has ended cannot be cancelled', async () => {
    await importOne();
    const jobId = progresses.at(-1)?.jobId ?? '';
    await expect
      .poll(() => dispatch('import.cancel', { jobId }), patience)
      .toMatchObject({ ok: false, code: 'not-found' });
  });
});

describe('the first start', () => {
  test('fills an empty library with pictures whose true masks are known, once', async () => {
    expect(needsStarterPictures(library)).toBe(true);
    const added: string[] = [];
    const signal = new AbortController().signal;
    await addStarterPictures(library, workers, ({ id }) => added.push(id), signal);
    expect(needsStarterPictures(library)).toBe(false);
    expect(added).toHaveLength(5);
    for (const id of added) {
      const { instance, revisions } = await call('library.get', { instanceId: id });
      expect(instance).toMatchObject({ origin: 'synthetic', width: 1200, height: 900 });
      expect(revisions.map(({ source }) => source)).toEqual(['truth']);
    }
    expect(await readdir(join(library.folder, 'cache'))).toEqual([]);
  }, 60_000);
});

test('settings are kept, and an unknown one is refused', async () => {
  expect(await call('settings.set', { theme: 'light' })).toMatchObject({ theme: 'light' });
  expect(await call('settings.get', {})).toMatchObject({ theme: 'light', language: 'en' });
  expect(await dispatch('settings.set', { theme: 'pink' })).toMatchObject({ code: 'bad-input' });
});

test('the models are listed with what the reader should know', async () => {
  const models = await call('model.list', {});
  expect(models.map(({ id }) => id)).toEqual(['dark', 'not-a-number']);
});

test('a model is added from a chosen package, and refused when it is not whole', async () => {
  chosenPackage = null;
  expect(await call('model.add', {})).toBeNull();
  const { folder: source } = await installTinyModel(join(folder, 'packages'), 'dark', 'mine');
  chosenPackage = source;
  expect(await call('model.add', {})).toMatchObject({ version: '1.0.0', isNew: true });
  expect((await call('model.list', {})).map(({ id }) => id)).toEqual([
    'dark',
    'mine',
    'not-a-number',
  ]);
  await rm(join(source, 'network.onnx'));
  await rm(join(folder, 'added', 'mine'), { recursive: true });
  expect(await dispatch('model.add', {})).toMatchObject({ ok: false, code: 'write-failed' });
});
