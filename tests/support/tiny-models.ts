import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { ModelManifest } from '../../main/models/manifest.js';
import type { LoadedModel } from '../../main/worker/protocol.js';

const networks = resolve(import.meta.dirname, '../fixtures/models');

export type TinyNetwork =
  'dark' | 'not-a-number' | 'endless' | 'huge' | 'external' | 'custom-domain' | 'other-size';

/** The manifest of a network of tests/fixtures/models. */
export function tinyManifest(id: string, networkSha256: string): ModelManifest {
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
  const source = join(networks, `${network}.onnx`);
  const sha256 = createHash('sha256')
    .update(await readFile(source))
    .digest('hex');
  const manifest = tinyManifest(id, sha256);
  const target = join(folder, id);
  await mkdir(target, { recursive: true });
  await cp(source, join(target, 'network.onnx'));
  await writeFile(join(target, 'model.json'), JSON.stringify(manifest, null, 2));
  return { folder: target, manifest };
}
