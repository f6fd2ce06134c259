import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { readPromotions, shippedDefaultId } from '../../../main/models/default-model.js';
import type { ModelFolders } from '../../../main/models/model-folders.js';
import { buildWorker, type BuiltWorker } from '../../support/built-worker.js';
import { recordCommand, type RecordedCommand } from '../../support/command-line.js';
import { encoder, paint } from '../../support/pictures.js';
import { installTinyModel } from '../../support/tiny-models.js';

let worker: BuiltWorker;
let folder: string;
let models: ModelFolders;
let limen: RecordedCommand['limen'];
let printed: string[];
let noted: string[];

beforeAll(async () => {
  worker = await buildWorker();
}, 60_000);

afterAll(async () => {
  await worker.remove();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-cli-models-'));
  models = { shipped: join(folder, 'shipped'), added: join(folder, 'profile', 'models') };
  await installTinyModel(models.shipped, 'dark', shippedDefaultId);
  ({ limen, printed, noted } = recordCommand(worker, models));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** The tiny network with a comment inside, so that it is another one with the same answers. */
async function writePackage(id: string, threshold = 0.5): Promise<string> {
  const made = await installTinyModel(join(folder, 'packages'), 'dark', id);
  const docString = Buffer.from(`2${String.fromCharCode(id.length)}${id}`, 'latin1');
  const network = Buffer.concat([await readFile(join(made.folder, 'network.onnx')), docString]);
  await writeFile(join(made.folder, 'network.onnx'), network);
  const sha256 = createHash('sha256').update(network).digest('hex');
  const manifest = { ...made.manifest, threshold, files: { 'network.onnx': sha256 } };
  await writeFile(join(made.folder, 'model.json'), JSON.stringify(manifest));
  return made.folder;
}

/** Two pictures with a dark half, which is the true lesion. */
async function writeLockedSet(): Promise<string[]> {
  const [images, masks] = [join(folder, 'images'), join(folder, 'masks')];
  await mkdir(images);
  await mkdir(masks);
  for (const id of ['a', 'b']) {
    const picture = paint(64, 48, (x) => (x < 32 ? [230, 210, 200] : [30, 25, 20]));
    const mask = paint(64, 48, (x) => (x < 32 ? [0, 0, 0] : [255, 255, 255]));
    await writeFile(join(images, `${id}.png`), await encoder(picture).png());
    await writeFile(join(masks, `${id}_segmentation.png`), await encoder(mask).png());
  }
  return ['--images', images, '--masks', masks];
}

test('a package is verified, installed, listed and removed', async () => {
  const source = await writePackage('candidate');
  expect(await limen('models', 'add', source)).toBe(0);
  expect(printed.join('\n')).toContain('passed  run');
  expect(await limen('models', 'add', source)).toBe(0);
  expect(noted.at(-1)).toContain('was installed before');
  printed.length = 0;
  expect(await limen('models', 'list', '--json')).toBe(0);
  expect(printed.map((line): unknown => JSON.parse(line))).toMatchObject([
    { id: shippedDefaultId, isDefault: true },
    { id: 'candidate', isDefault: false },
  ]);
  expect(await limen('models', 'remove', 'candidate')).toBe(0);
  expect(await readdir(models.added)).toEqual([]);
  expect(await limen('models', 'remove', shippedDefaultId)).toBe(2);
});

test('a package that fails a check, or whose id is taken, leaves nothing behind', async () => {
  const source = await writePackage('candidate');
  await writeFile(join(source, 'network.onnx'), 'changed');
  expect(await limen('models', 'add', source)).toBe(1);
  expect(noted.at(-1)).toContain('does not have the sha256 of model.json');
  expect(await readdir(models.added)).toEqual([]);
  expect(await limen('models', 'add', await writePackage(shippedDefaultId))).toBe(1);
  expect(noted.at(-1)).toContain(`another model ${shippedDefaultId} is installed`);
});

test('a model that is no worse becomes the default, and the change is recorded', async () => {
  const set = await writeLockedSet();
  expect(await limen('models', 'promote', await writePackage('candidate'), ...set)).toBe(0);
  expect(printed.join('\n')).toContain('better on 0, equal on 2, worse on 0');
  printed.length = 0;
  await limen('models', 'list', '--json');
  expect(printed.map((line): unknown => JSON.parse(line))).toMatchObject([
    { id: 'candidate', isDefault: true },
    { id: shippedDefaultId, isDefault: false },
  ]);
  expect(await readPromotions(models)).toMatchObject([
    { model: { id: 'candidate' }, replaced: { id: shippedDefaultId }, forcedBecause: null },
  ]);
  expect(await limen('models', 'promote', 'candidate', ...set)).toBe(1);
  expect(noted.at(-1)).toContain('is the default already');
});

test('a worse model is refused, unless forced with a reason', async () => {
  const set = await writeLockedSet();
  // Nothing reaches this threshold, so every mask is empty.
  const source = await writePackage('candidate', 1);
  expect(await limen('models', 'promote', source, ...set)).toBe(1);
  expect(noted.at(-1)).toContain('not promoted: the mean Jaccard is lower');
  expect(await readPromotions(models)).toEqual([]);
  expect(await limen('models', 'promote', 'candidate', ...set, '--force')).toBe(2);
  const forced = ['--force', '--reason', 'the locked set is wrong'];
  expect(await limen('models', 'promote', 'candidate', ...set, ...forced)).toBe(0);
  expect(await readPromotions(models)).toMatchObject([
    { model: { id: 'candidate' }, forcedBecause: 'the locked set is wrong' },
  ]);
});
