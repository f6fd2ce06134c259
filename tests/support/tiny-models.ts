import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type {
  Combination,
  EnsembleManifest,
  ModelManifest,
  SingleManifest,
  TwoStageManifest,
} from '../../main/models/manifest.js';
import { openModel, referenceOf } from '../../main/models/registry.js';
import type { LoadedModel } from '../../main/worker/protocol.js';

const networks = resolve(import.meta.dirname, '../fixtures/models');

export type TinyNetwork =
  'dark' | 'not-a-number' | 'endless' | 'huge' | 'external' | 'custom-domain' | 'other-size';

/** The manifest of a network of tests/fixtures/models. */
export function tinyManifest(id: string, networkSha256: string): SingleManifest {
  return {
    format: 'limen-model/1',
    id,
    title: 'Dark is lesion',
    version: '1.0.0',
    task: 'lesion segmentation',
    description: 'A network for tests.',
    authors: 'The Limen authors',
    license: 'Apache-2.0',
    data_source: 'none',
    intended_use: 'Tests. For research use. Not a diagnostic device.',
    trained_on: 'nothing',
    width: 'none',
    files: { 'network.onnx': networkSha256 },
    network: { file: 'network.onnx', opset: 18, input_name: 'image', output_name: 'logits' },
    network_data_format: {
      width: 32,
      height: 32,
      resize: 'whole-field-triangle',
      normalise: 'min-max-per-image',
      output_activation: 'sigmoid',
    },
    threshold: 0.5,
    calibration: null,
    params: 4,
    macs: 3072,
    splits: { train_sha256: '0'.repeat(64), val_sha256: '0'.repeat(64) },
    training: { epochs: 0, seconds: 0, best_epoch: 0 },
    metrics: { meanJaccard: { value: 0.5, low: 0.4, high: 0.6 } },
    metrics_definition: 'made up',
  };
}

/** Install a network as `<folder>/<id>`; the id is the network's name unless another is given. */
export async function installTinyModel(
  folder: string,
  network: TinyNetwork,
  id: string = network,
): Promise<LoadedModel> {
  const target = join(folder, id);
  const sha256 = await copyNetwork(network, join(target, 'network.onnx'));
  return writeModel(target, tinyManifest(id, sha256));
}

/** Install the tiny pair of a network for the field and one for the crop. */
export async function installTinyTwoStage(
  folder: string,
  networks: TwoStageManifest['networks'],
  id = 'two-stage',
): Promise<LoadedModel> {
  const files = {
    'field.onnx': await copyNetwork('field', join(folder, id, 'field.onnx')),
    'crop.onnx': await copyNetwork('crop', join(folder, id, 'crop.onnx')),
  };
  const manifest = {
    ...tinyManifest(id, ''),
    pipeline: 'global-to-local' as const,
    files,
    networks,
  };
  return writeModel(join(folder, id), manifest);
}

/** Install an ensemble of models that are installed in the same folder. */
export async function installTinyEnsemble(
  folder: string,
  members: LoadedModel[],
  combination: Combination,
  id = `ensemble-${combination}`,
): Promise<LoadedModel> {
  const manifest: EnsembleManifest = {
    ...tinyManifest(id, ''),
    pipeline: 'ensemble',
    files: {},
    combination,
    members: members.map((member) => referenceOf(member)),
    map: { width: 32, height: 32 },
    splits: { val_sha256: '0'.repeat(64) },
  };
  await writeModel(join(folder, id), manifest);
  return openModel(join(folder, id));
}

/** @returns the network's sha256 */
async function copyNetwork(network: string, target: string): Promise<string> {
  const source = join(networks, `${network}.onnx`);
  await mkdir(dirname(target), { recursive: true });
  await cp(source, target);
  return createHash('sha256')
    .update(await readFile(source))
    .digest('hex');
}

async function writeModel(folder: string, manifest: ModelManifest): Promise<LoadedModel> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'model.json'), JSON.stringify(manifest, null, 2));
  return { folder, manifest };
}
