import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readNetwork } from '../../../main/models/network-file.js';
import { findModel, listModels, openModel, summaryOf } from '../../../main/models/registry.js';
import { shippedDefaultId } from '../../../main/models/default-model.js';
import { modelFolders, type ModelFolders } from '../../../main/models/model-folders.js';
import { modelSummary } from '../../../shared/domain.js';
import { installTinyModel } from '../../support/tiny-models.js';

let folder: string;

const folders = (): ModelFolders => ({ shipped: folder, added: join(folder, 'added') });

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-models-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('lists the default first, then by id, and passes over other folders', async () => {
  await installTinyModel(folder, 'dark', 'zebra');
  await installTinyModel(folder, 'dark', 'alpha');
  await installTinyModel(folder, 'dark', shippedDefaultId);
  await mkdir(join(folder, 'training'));
  const { models, refused } = await listModels(folders());
  expect(models.map(({ manifest }) => manifest.id)).toEqual([shippedDefaultId, 'alpha', 'zebra']);
  expect(refused).toEqual([]);
});

test('a model that is not valid is refused beside the others, with the field', async () => {
  await installTinyModel(folder, 'dark', 'good');
  const { manifest } = await installTinyModel(folder, 'dark', 'bad');
  const broken = JSON.stringify({ ...manifest, threshold: 2 });
  await writeFile(join(folder, 'bad', 'model.json'), broken);
  const { models, refused } = await listModels(folders());
  expect(models).toHaveLength(1);
  expect(refused).toMatchObject([{ id: 'bad', error: { code: 'model-invalid' } }]);
  expect(refused[0]?.error.message).toContain('threshold');
});

test.each([
  ['has another id', { id: 'other' }, /name the folder after it/],
  ['does not list its network', { files: {} }, /does not list network\.onnx/],
])('a manifest that %s is refused', async (_what, change, reason) => {
  const { folder: model, manifest } = await installTinyModel(folder, 'dark');
  await writeFile(join(model, 'model.json'), JSON.stringify({ ...manifest, ...change }));
  await expect(openModel(model)).rejects.toThrow(reason);
});

test('an unknown model is said with those there are; a path is not an id', async () => {
  await installTinyModel(folder, 'dark');
  await expect(findModel(folders(), 'missing')).rejects.toThrow(
    /no model missing; installed: dark/,
  );
  await expect(findModel(folders(), '../dark')).rejects.toMatchObject({
    code: 'not-found',
  });
});

test('the network is read only when it has the sha256 of the manifest', async () => {
  const model = await installTinyModel(folder, 'dark');
  const file = { file: 'network.onnx' };
  expect((await readNetwork(model, file)).facts.opset).toBe(18);
  await writeFile(join(model.folder, 'network.onnx'), 'changed');
  await expect(readNetwork(model, file)).rejects.toThrow(/not the file its manifest names/);
  await rm(join(model.folder, 'network.onnx'));
  await expect(readNetwork(model, file)).rejects.toMatchObject({ code: 'model-invalid' });
});

test('the summary is what the window expects', async () => {
  const summary = summaryOf(await installTinyModel(folder, 'dark'), shippedDefaultId);
  expect(modelSummary.parse(summary)).toMatchObject({ id: 'dark', isDefault: false, params: 4 });
});

test('models lie in the repository, or beside the packed app', async () => {
  const app = join(folder, 'resources', 'app.asar', 'build', 'main');
  await mkdir(app, { recursive: true });
  expect(modelFolders(app, 'p').shipped).toBe(join(folder, 'resources', 'models'));
  await mkdir(join(folder, 'resources', 'app.asar', 'models'));
  expect(modelFolders(app, 'p').shipped).toBe(join(folder, 'resources', 'app.asar', 'models'));
});
