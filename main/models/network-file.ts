import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.js';
import type { LoadedModel } from '../worker/protocol.js';
import type { ModelManifest, NetworkFile } from './manifest.js';
import { MAX_NETWORK_BYTES, checkOnnx, type OnnxFacts } from './onnx-check.js';

/** The networks of a model's own folder, in the order they run; none for an ensemble. */
export function networkFiles(manifest: ModelManifest): NetworkFile[] {
  switch (manifest.pipeline) {
    case undefined:
      return [manifest.network];
    case 'global-to-local':
      return [manifest.networks.global, manifest.networks.local];
    case 'ensemble':
      return [];
  }
}

/**
 * The sha256 by which a model is named in runs and exports. It pins every network: that of the file
 * where there is one network; otherwise that of these lines, each ended by a newline: the pipeline
 * (and of an ensemble the combination), then each network's or member's sha256 in order.
 *
 * @throws AppError `model-invalid` when the manifest does not list a network's file.
 */
export function modelSha256(manifest: ModelManifest): string {
  const networks = networkFiles(manifest).map(({ file }) => listedSha256(manifest, file));
  switch (manifest.pipeline) {
    case undefined:
      return networks.join();
    case 'global-to-local':
      return sha256OfLines([manifest.pipeline, ...networks]);
    case 'ensemble': {
      const members = manifest.members.map(({ sha256 }) => sha256);
      return sha256OfLines([manifest.pipeline, manifest.combination, ...members]);
    }
  }
}

function sha256OfLines(lines: string[]): string {
  return createHash('sha256')
    .update(lines.map((line) => `${line}\n`).join(''))
    .digest('hex');
}

/** @throws AppError `model-invalid` when the manifest does not list the file. */
export function listedSha256(manifest: ModelManifest, file: string): string {
  const expected = manifest.files[file];
  if (expected === undefined) {
    throw new AppError(
      'model-invalid',
      `model ${manifest.id}: files does not list ${file}; add it with its sha256`,
    );
  }
  return expected;
}

/**
 * Bytes of a network, as they were hashed and checked: what is loaded is what was looked at.
 *
 * @throws AppError `model-invalid` when the file is missing, too large, not the one the manifest
 * names by sha256, or refused by checkOnnx.
 */
export async function readNetwork(
  { folder, manifest }: Pick<LoadedModel, 'folder' | 'manifest'>,
  { file }: Pick<NetworkFile, 'file'>,
): Promise<{ bytes: Uint8Array; facts: OnnxFacts }> {
  const expected = listedSha256(manifest, file);
  const bytes = await readLimited(join(folder, file), manifest.id);
  if (createHash('sha256').update(bytes).digest('hex') !== expected) {
    throw new AppError(
      'model-invalid',
      `model ${manifest.id}: ${file} is not the file its manifest names; install the model again`,
    );
  }
  return { bytes, facts: checkOnnx(bytes) };
}

async function readLimited(path: string, id: string): Promise<Uint8Array> {
  let file;
  try {
    file = await open(path, 'r');
  } catch (cause) {
    throw new AppError(
      'model-invalid',
      `model ${id}: its network file cannot be read; install the model again`,
      { cause },
    );
  }
  try {
    const { size } = await file.stat();
    if (size > MAX_NETWORK_BYTES) {
      throw new AppError('model-invalid', `model ${id}: its network file is larger than 256 MB`);
    }
    return await file.readFile();
  } finally {
    await file.close();
  }
}
