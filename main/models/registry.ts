import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import type { ModelReference, ModelSummary } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { LoadedModel } from '../worker/protocol.js';
import { modelManifest } from './manifest.js';
import { networkSha256 } from './network-file.js';

/** The model that segments when none is named. */
export const defaultModelId = 'malunet';

export interface InstalledModels {
  /** The default first, then by id. */
  models: LoadedModel[];
  /** Folders that hold a model.json which is not usable, and why. */
  refused: { id: string; error: AppError }[];
}

/**
 * Where the models lie, seen from the folder of the built main code: in the repository, or in the
 * resources of an installed app.
 */
export function defaultModelsFolder(builtMainFolder: string): string {
  const inRepository = resolve(builtMainFolder, '../../models');
  const inResources = resolve(builtMainFolder, '../../../models');
  return existsSync(inRepository) ? inRepository : inResources;
}

/** Every model of a folder: `<folder>/<id>/model.json`. Throws `not-found` without the folder. */
export async function listModels(folder: string): Promise<InstalledModels> {
  let names;
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw new AppError('not-found', 'the folder of the models is missing; install Limen again', {
      cause,
    });
  }
  const installed: InstalledModels = { models: [], refused: [] };
  for (const name of names.sort(defaultFirst)) {
    if (!existsSync(join(folder, name, 'model.json'))) continue;
    try {
      installed.models.push(await openModel(join(folder, name)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      installed.refused.push({ id: name, error });
    }
  }
  return installed;
}

function defaultFirst(a: string, b: string): number {
  if (a === defaultModelId) return -1;
  return b === defaultModelId ? 1 : a.localeCompare(b, 'en');
}

/** @throws AppError `not-found` naming the models there are; `model-invalid`. */
export async function findModel(folder: string, id: string): Promise<LoadedModel> {
  if (/^[a-z0-9-]+$/.test(id) && existsSync(join(folder, id, 'model.json'))) {
    return openModel(join(folder, id));
  }
  const { models } = await listModels(folder);
  const known = models.map(({ manifest }) => manifest.id).join(', ');
  throw new AppError(
    'not-found',
    `there is no model ${id}; installed: ${known === '' ? 'none' : known}`,
  );
}

/**
 * Read and check a manifest. The network itself is hashed and checked where it is loaded, in the
 * worker, and by preflight.ts.
 *
 * @param folder absolute; its name is the model's id
 * @throws AppError `model-invalid` naming the field.
 */
export async function openModel(folder: string): Promise<LoadedModel> {
  const name = basename(folder);
  const manifest = modelManifest.safeParse(await readJson(folder, name));
  if (!manifest.success) {
    throw new AppError(
      'model-invalid',
      `model ${name}: model.json is not valid:\n${z.prettifyError(manifest.error)}`,
    );
  }
  if (manifest.data.id !== name) {
    throw new AppError(
      'model-invalid',
      `model ${name}: model.json has the id ${manifest.data.id}; name the folder after it`,
    );
  }
  networkSha256(manifest.data);
  return { folder, manifest: manifest.data };
}

async function readJson(folder: string, name: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(join(folder, 'model.json'), 'utf8'));
  } catch (cause) {
    throw new AppError('model-invalid', `model ${name}: model.json cannot be read as JSON`, {
      cause,
    });
  }
}

/** What a run or revision records of a model. */
export function referenceOf({ manifest }: LoadedModel): ModelReference {
  return { id: manifest.id, version: manifest.version, sha256: networkSha256(manifest) };
}

/** What the window shows of a model. */
export function summaryOf(model: LoadedModel): ModelSummary {
  const { manifest } = model;
  const { width, height } = manifest.network_data_format;
  return {
    ...referenceOf(model),
    title: manifest.title,
    description: manifest.description,
    license: manifest.license,
    trainedOn: manifest.trained_on,
    intendedUse: manifest.intended_use,
    params: manifest.params,
    macs: manifest.macs,
    inputSize: { width, height },
    threshold: manifest.threshold,
    metrics: manifest.metrics,
    metricsNote: manifest.metrics_definition,
    isDefault: manifest.id === defaultModelId,
  };
}
