import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toAppError } from '../../shared/errors.js';
import { fallbackSentence } from '../worker/fallback-sentence.js';
import type { LoadedModel, WorkerHost } from '../worker/protocol.js';
import type { NetworkFile } from './manifest.js';
import { networkFiles, readNetwork } from './network-file.js';
import type { OnnxFacts } from './onnx-check.js';

/** One thing that was checked, and what was found. */
export interface PreflightCheck {
  name: 'files' | 'network' | 'opset' | 'run';
  ok: boolean;
  found: string;
}

/**
 * Everything a model has to pass before a picture meets it: each listed file against its sha256,
 * the network's structure, its opset, and a run in a worker on a fixed picture.
 */
export async function preflight(
  model: LoadedModel,
  workers: WorkerHost,
): Promise<PreflightCheck[]> {
  return [
    await check('files', () => checkFiles(model)),
    await check('network', () => checkNetworks(model)),
    await check('opset', () => checkOpsets(model)),
    await check('run', async () => {
      const { provider, threads, fallback } = await workers.run('selfTest', {
        model,
        device: 'auto',
      });
      const said = fallback === null ? '' : ` ${fallbackSentence(fallback)}`;
      return `ran on ${provider}, ${String(threads)} thread${threads === 1 ? '' : 's'}.${said}`;
    }),
  ];
}

async function check(
  name: PreflightCheck['name'],
  look: () => Promise<string>,
): Promise<PreflightCheck> {
  try {
    return { name, ok: true, found: await look() };
  } catch (thrown) {
    return { name, ok: false, found: toAppError(thrown).message };
  }
}

/** The model itself, and of an ensemble its members. */
function packagesOf(model: LoadedModel): LoadedModel[] {
  return [model, ...(model.members ?? [])];
}

async function checkFiles(model: LoadedModel): Promise<string> {
  let files = 0;
  for (const { folder, manifest } of packagesOf(model)) {
    for (const [name, expected] of Object.entries(manifest.files)) {
      const found = createHash('sha256')
        .update(await readFile(join(folder, name)))
        .digest('hex');
      if (found !== expected) {
        throw new AppError('model-invalid', `${name} does not have the sha256 of model.json`);
      }
      files += 1;
    }
  }
  return `${String(files)} with the sha256 of model.json`;
}

interface NetworkFacts {
  /** As the manifest states them. */
  stated: NetworkFile;
  facts: OnnxFacts;
}

async function readNetworks(model: LoadedModel): Promise<NetworkFacts[]> {
  const networks: NetworkFacts[] = [];
  for (const part of packagesOf(model)) {
    for (const stated of networkFiles(part.manifest)) {
      networks.push({ stated, facts: (await readNetwork(part, stated)).facts });
    }
  }
  return networks;
}

async function checkNetworks(model: LoadedModel): Promise<string> {
  const networks = await readNetworks(model);
  const nodes = networks.reduce((sum, { facts }) => sum + facts.nodes, 0);
  const operators = new Set(networks.flatMap(({ facts }) => facts.operators));
  return `${String(nodes)} operators of the default domain: ${[...operators].sort().join(', ')}`;
}

async function checkOpsets(model: LoadedModel): Promise<string> {
  const networks = await readNetworks(model);
  for (const { stated, facts } of networks) {
    if (facts.opset !== stated.opset) {
      throw new AppError(
        'model-invalid',
        `${stated.file} has opset ${String(facts.opset)}, model.json says ${String(stated.opset)}`,
      );
    }
  }
  return `opset ${[...new Set(networks.map(({ facts }) => facts.opset))].join(', ')}`;
}
