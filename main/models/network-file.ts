import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { AppError } from '../../shared/errors.js';
import type { LoadedModel } from '../worker/protocol.js';
import type { ModelManifest } from './manifest.js';
import { MAX_NETWORK_BYTES, checkOnnx, type OnnxFacts } from './onnx-check.js';

/**
 * The sha256 by which a model is named in runs and exports: that of its network file.
 * @throws AppError `model-invalid` when the manifest does not list the file.
 */
export function networkSha256(manifest: ModelManifest): string {
  const expected = manifest.files[manifest.network.file];
  if (expected === undefined) {
    throw new AppError(
      'model-invalid',
      `model ${manifest.id}: files does not list ${manifest.network.file}; add it with its sha256`,
    );
  }
  return expected;
}

/**
 * Bytes of the network, as they were hashed and checked: what is loaded is what was looked at.
 *
 * @throws AppError `model-invalid` when the file is missing, too large, not the one the manifest
 * names by sha256, or refused by checkOnnx.
 */
export async function readNetwork({
  folder,
  manifest,
}: LoadedModel): Promise<{ bytes: Uint8Array; facts: OnnxFacts }> {
  const expected = networkSha256(manifest);
  const bytes = await readLimited(join(folder, manifest.network.file), manifest.id);
  if (createHash('sha256').update(bytes).digest('hex') !== expected) {
    throw new AppError(
      'model-invalid',
      `model ${manifest.id}: ${manifest.network.file} is not the file its manifest names; install the model again`,
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
