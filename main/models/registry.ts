import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import type { ModelReference, ModelSummary } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { LoadedModel } from '../worker/protocol.js';
import { defaultModelId } from './default-model.js';
import { modelManifest, type EnsembleManifest, type ModelManifest } from './manifest.js';
import type { ModelFolders } from './model-folders.js';
import { modelSha256 } from './network-file.js';

export interface InstalledModels {
  /** The default first, then by id. */
  models: LoadedModel[];
  /** Folders that hold a model.json which is not usable, and why. */
  refused: { id: string; error: AppError }[];
}

/**
 * Every model, `<folder>/<id>/model.json`, the default first. Throws `not-found` without the folder
 * of the shipped ones.
 */
export async function listModels(folders: ModelFolders): Promise<InstalledModels> {
  const defaultId = await defaultModelId(folders);
  const installed: InstalledModels = { models: [], refused: [] };
  const shipped = await readShipped(folders.shipped);
  const places = [
    ...shipped.map((id) => ({ id, folder: folders.shipped })),
    ...(await readAdded(folders.added)).map((id) => ({ id, folder: folders.added })),
  ].filter(({ id, folder }) => existsSync(join(folder, id, 'model.json')));
  places.sort((a, b) => defaultFirst(a.id, b.id, defaultId));
  for (const { id, folder } of places) {
    try {
      if (folder === folders.added && shipped.includes(id)) {
        throw new AppError('model-invalid', `the added model ${id} has the id of one that ships`);
      }
      installed.models.push(await openModel(join(folder, id)));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      installed.refused.push({ id, error });
    }
  }
  return installed;
}

async function readShipped(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new AppError('not-found', 'the folder of the models is missing; install Limen again', {
      cause,
    });
  }
}

async function readAdded(folder: string): Promise<string[]> {
  return existsSync(folder) ? readdir(folder) : [];
}

function defaultFirst(a: string, b: string, defaultId: string): number {
  if (a === defaultId) return -1;
  return b === defaultId ? 1 : a.localeCompare(b, 'en');
}

/**
 * The model of an id, the default one for null.
 * @throws AppError `not-found` naming the models there are; `model-invalid`.
 */
export async function findModel(folders: ModelFolders, id: string | null): Promise<LoadedModel> {
  const wanted = id ?? (await defaultModelId(folders));
  if (/^[a-z0-9-]+$/.test(wanted)) {
    for (const folder of [folders.shipped, folders.added]) {
      if (existsSync(join(folder, wanted, 'model.json'))) return openModel(join(folder, wanted));
    }
  }
  const { models } = await listModels(folders);
  const known = models.map(({ manifest }) => manifest.id).join(', ');
  throw new AppError(
    'not-found',
    `there is no model ${wanted}; installed: ${known === '' ? 'none' : known}`,
  );
}

/**
 * Read and check a manifest, and of an ensemble those of its members. The networks themselves are
 * hashed and checked where they are loaded, in the worker, and by preflight.ts.
 *
 * @param folder absolute; its name is the model's id
 * @throws AppError `model-invalid` naming the field, or the member.
 */
export async function openModel(folder: string): Promise<LoadedModel> {
  const manifest = await readManifest(folder);
  if (manifest.pipeline !== 'ensemble') return { folder, manifest };
  return { folder, manifest, members: await openMembers(dirname(folder), manifest) };
}

async function readManifest(folder: string): Promise<ModelManifest> {
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
  modelSha256(manifest.data);
  return manifest.data;
}

/** The members of an ensemble, which lie beside it in the folder of the models. */
async function openMembers(models: string, ensemble: EnsembleManifest): Promise<LoadedModel[]> {
  const opened: LoadedModel[] = [];
  for (const { id, version, sha256 } of ensemble.members) {
    const invalid = (why: string, cause?: unknown): AppError =>
      new AppError(
        'model-invalid',
        `model ${ensemble.id}: its member ${id} ${why}; install ${id} ${version} beside it`,
        { cause },
      );
    const folder = join(models, id);
    const manifest = await readManifest(folder).catch((cause: unknown) => {
      throw invalid('cannot be used', cause);
    });
    if (manifest.pipeline === 'ensemble') throw invalid('is an ensemble itself');
    if (modelSha256(manifest) !== sha256) throw invalid('has other networks');
    opened.push({ folder, manifest });
  }
  return opened;
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
  return { id: manifest.id, version: manifest.version, sha256: modelSha256(manifest) };
}

/** What the window shows of a model. */
export function summaryOf(model: LoadedModel, defaultId: string): ModelSummary {
  const { manifest } = model;
  // A sum over members would be taken for the figures of one network.
  const { params, macs } =
    manifest.pipeline === 'ensemble' ? { params: null, macs: null } : manifest;
  return {
    ...referenceOf(model),
    title: manifest.title,
    description: manifest.description,
    license: manifest.license,
    trainedOn: manifest.trained_on,
    intendedUse: manifest.intended_use,
    params,
    macs,
    inputSize: inputSizeOf(manifest),
    threshold: manifest.threshold,
    metrics: manifest.metrics,
    metricsNote: manifest.metrics_definition,
    isDefault: manifest.id === defaultId,
  };
}

/** Of every usable model, the default first. */
export async function modelSummaries(folders: ModelFolders): Promise<ModelSummary[]> {
  const { models } = await listModels(folders);
  const defaultId = await defaultModelId(folders);
  return models.map((model) => summaryOf(model, defaultId));
}

/** Null for an ensemble: each member has its own. */
function inputSizeOf(manifest: ModelManifest): ModelSummary['inputSize'] {
  if (manifest.pipeline === 'ensemble') return null;
  const { width, height } = manifest.network_data_format;
  return { width, height };
}
