import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { blindedHandlers } from '../../main/blinded-handlers.js';
import { referenceOf } from '../../main/models/registry.js';
import { Segmenter } from '../../main/segmenter.js';
import type { Library } from '../../main/store/library.js';
import { AppError } from '../../shared/errors.js';
import { decodeMask, maskArea } from '../../shared/labelmap.js';
import { installTinyModel } from '../support/tiny-models.js';
import {
  insertInstance,
  insertProposal,
  lesion,
  openForTest,
  pictureWorker,
  rectangle,
  temporaryFolder,
} from './store/support.js';

const areas = { dark: 10, darker: 20, truth: 30 } as const;

async function prepare() {
  const folder = await temporaryFolder();
  const library = await openForTest(join(folder, 'library'));
  const installed = {
    dark: await installTinyModel(folder, 'dark'),
    darker: await installTinyModel(folder, 'dark', 'darker'),
  };
  const loadModel = (id: string | null) => {
    if (id === 'dark' || id === 'darker') return Promise.resolve(installed[id]);
    return Promise.reject(new AppError('not-found', `no ${String(id)}`));
  };
  const segmenter = new Segmenter({
    library,
    workers: pictureWorker,
    loadModel,
    threads: 1,
    device: () => 'cpu',
    onStatus: () => undefined,
    onProposal: () => undefined,
  });
  const handlers = blindedHandlers({
    library,
    segmenter,
    loadModel,
    reader: () => 'reader-1',
    dialogs: { chooseReportFile: (kind) => Promise.resolve(join(folder, `blinded.${kind}`)) },
  });
  const addPicture = async (): Promise<string> => {
    const { id } = insertInstance(library);
    for (const name of ['dark', 'darker'] as const) {
      const model = referenceOf(installed[name]);
      const { threshold } = installed[name].manifest;
      await insertProposal(library, id, rectangle(0, 0, areas[name], 1), { model, threshold });
    }
    return id;
  };
  return { folder, library, handlers, addPicture };
}

function addTruth(library: Library, instanceId: string): void {
  library.revisions.insert({
    instanceId,
    frame: 0,
    parentId: null,
    source: 'truth',
    model: null,
    reader: null,
    runId: null,
    journalSequence: null,
    masks: lesion(rectangle(0, 0, areas.truth, 1)),
  });
}

test('a case shows all masks without a name, and the results name them again', async () => {
  const { folder, library, handlers, addPicture } = await prepare();
  const known = await addPicture();
  addTruth(library, known);
  await addPicture();
  const { reading, leftOut } = await handlers['blinded.start']({
    modelIds: ['dark', 'darker'],
    people: ['truth'],
    instanceIds: null,
  });
  // The picture without a known mask has no case.
  expect({ ...reading, leftOut }).toMatchObject({ cases: 1, panes: 3, leftOut: 1 });
  const at = { id: reading.id, position: 0 };
  const found = await handlers['blinded.case'](at);
  expect(JSON.stringify(found)).not.toMatch(/dark|truth|model/);
  const shown = found.masks.map((mask) => maskArea(decodeMask(mask)));
  expect([...shown].sort()).toEqual(Object.values(areas));
  await handlers['blinded.answer']({
    ...at,
    answer: { choice: shown.indexOf(areas.darker), ratings: [4, null, 2] },
  });
  expect(await handlers['blinded.next']({ id: reading.id })).toEqual({ position: null });
  await expect(
    (async () => handlers['blinded.export']({ id: reading.id, kind: 'csv' }))(),
  ).rejects.toThrow(/is blind/);

  const results = await handlers['blinded.reveal']({ id: reading.id });
  expect(results.cases[0]?.choice).toBe('model:darker');
  const order = shown.map((area) => {
    if (area === areas.truth) return 'truth';
    return area === areas.dark ? 'model:dark' : 'model:darker';
  });
  expect(results.cases[0]?.order).toEqual(order);

  await handlers['blinded.export']({ id: reading.id, kind: 'csv' });
  const table = await readFile(join(folder, 'blinded.csv'), 'utf8');
  expect(table).toContain('score,,,,model:darker,,chosen,1,1,,,,');
  expect(table).toContain(`case,1,${known},1,${order[0] ?? ''},,rating,,4,,,,`);
  await handlers['blinded.export']({ id: reading.id, kind: 'json' });
  const report: unknown = JSON.parse(await readFile(join(folder, 'blinded.json'), 'utf8'));
  expect(report).toMatchObject({ seed: results.seed, scores: { decided: 1 } });
  // Neither a picture's name nor the reader's leaves the library.
  expect(JSON.stringify(report)).not.toMatch(/picture\.png|reader-1/);
});

test('why a mask could not be made does not tell whose it is', async () => {
  const { library, handlers } = await prepare();
  insertInstance(library);
  const { reading } = await handlers['blinded.start']({
    modelIds: ['dark', 'darker'],
    people: [],
    instanceIds: null,
  });
  const failed = await Promise.resolve(
    handlers['blinded.case']({ id: reading.id, position: 0 }),
  ).catch((thrown: unknown) => thrown);
  expect(failed).toMatchObject({ message: 'One of the masks could not be made.' });
});

test.each([
  ['one mask', ['dark'], []],
  ['masks that no picture has', ['dark', 'darker'], ['correction']],
] as const)('%s is refused', async (_what, modelIds, people) => {
  const { library, handlers } = await prepare();
  insertInstance(library);
  const started = Promise.resolve(
    handlers['blinded.start']({ modelIds: [...modelIds], people: [...people], instanceIds: null }),
  );
  await expect(started).rejects.toMatchObject({ code: 'bad-input' });
});
