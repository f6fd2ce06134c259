import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError, toAppError } from '../../shared/errors.js';
import type { LoadedModel, WorkerHost } from '../worker/protocol.js';
import { readNetwork } from './network-file.js';

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
  const { manifest } = model;
  return [
    await check('files', () => checkFiles(model)),
    await check('network', async () => {
      const { facts } = await readNetwork(model);
      return `${String(facts.nodes)} operators of the default domain: ${facts.operators.join(', ')}`;
    }),
    await check('opset', async () => {
      const { facts } = await readNetwork(model);
      if (facts.opset === manifest.network.opset) return `opset ${String(facts.opset)}`;
      throw new AppError(
        'model-invalid',
        `the network has opset ${String(facts.opset)}, model.json says ${String(manifest.network.opset)}`,
      );
    }),
    await check('run', async () => {
      const { provider, threads, fallback } = await workers.run('selfTest', {
        model,
        device: 'auto',
      });
      const said = fallback === null ? '' : ` ${fallback}`;
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

async function checkFiles({ folder, manifest }: LoadedModel): Promise<string> {
  const names = Object.keys(manifest.files);
  for (const name of names) {
    const found = createHash('sha256')
      .update(await readFile(join(folder, name)))
      .digest('hex');
    if (found !== manifest.files[name]) {
      throw new AppError('model-invalid', `${name} does not have the sha256 of model.json`);
    }
  }
  return `${String(names.length)} with the sha256 of model.json`;
}
