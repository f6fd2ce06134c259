import { createHash, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AppError } from '../../shared/errors.js';
import { syncFolder, syncPath } from '../store/atomic-write.js';
import type { LoadedModel, WorkerHost } from '../worker/protocol.js';
import type { ModelFolders } from './model-folders.js';
import { preflight, type PreflightCheck } from './preflight.js';
import { openModel } from './registry.js';

export interface AddedModel {
  model: LoadedModel;
  checks: PreflightCheck[];
  /** False where the same model was installed before; nothing was changed then. */
  isNew: boolean;
}

/**
 * Verifies a model package and installs a copy of it among the added models. What is checked is
 * the copy: what passes is what will run. Files that the manifest does not list stay behind.
 *
 * @param packageFolder holds model.json; its name is the model's id
 * @throws AppError `model-invalid` naming every check that failed, or where another model has the
 * id; `disk-full`, `write-failed`. Nothing is left behind then.
 */
export async function addModel(
  folders: ModelFolders,
  packageFolder: string,
  workers: WorkerHost,
): Promise<AddedModel> {
  const { folder: source, manifest } = await openModel(resolve(packageFolder));
  const target = join(folders.added, manifest.id);
  const known = installedUnder(folders, manifest.id);
  if (known !== null) {
    if (await sameManifest(known, source)) {
      const model = await openModel(known);
      return { model, checks: await preflight(model, workers), isNew: false };
    }
    throw new AppError(
      'model-invalid',
      `another model ${manifest.id} is installed; give the package another id, or remove that one`,
    );
  }
  const beside = join(folders.added, `.adding-${randomBytes(6).toString('hex')}`);
  // The folder has the id's name, because a model's folder must.
  const copy = join(beside, manifest.id);
  try {
    await mkdir(copy, { recursive: true });
    for (const name of ['model.json', ...Object.keys(manifest.files)]) {
      await copyFile(join(source, name), join(copy, name));
      await syncPath(join(copy, name));
    }
    const checks = await preflight(await openModel(copy), workers);
    requirePassed(manifest.id, checks);
    await syncFolder(copy);
    await rename(copy, target);
    await syncFolder(folders.added);
    return { model: await openModel(target), checks, isNew: true };
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown;
    throw new AppError(
      'write-failed',
      `model ${manifest.id} could not be copied; check that its package is complete and the disk not full`,
      { cause: thrown },
    );
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/**
 * Removes an added model; what it proposed stays.
 * @throws AppError `not-found` for a model that was not added.
 */
export async function removeModel(folders: ModelFolders, id: string): Promise<void> {
  const names = existsSync(folders.added) ? await readdir(folders.added) : [];
  if (!names.includes(id) || !existsSync(join(folders.added, id, 'model.json'))) {
    throw new AppError('not-found', `there is no added model ${id}; shipped ones stay`);
  }
  await rm(join(folders.added, id), { recursive: true });
}

function installedUnder(folders: ModelFolders, id: string): string | null {
  const places = [folders.shipped, folders.added].map((folder) => join(folder, id));
  return places.find((folder) => existsSync(join(folder, 'model.json'))) ?? null;
}

/** The manifest names every other file by its sha256. */
async function sameManifest(a: string, b: string): Promise<boolean> {
  const [first, second] = await Promise.all(
    [a, b].map(async (folder) =>
      createHash('sha256')
        .update(await readFile(join(folder, 'model.json')))
        .digest('hex'),
    ),
  );
  return first === second;
}

function requirePassed(id: string, checks: readonly PreflightCheck[]): void {
  const failed = checks.filter(({ ok }) => !ok);
  if (failed.length === 0) return;
  const reasons = failed.map(({ name, found }) => `${name}: ${found}`).join('; ');
  throw new AppError('model-invalid', `model ${id} is refused: ${reasons}`);
}
