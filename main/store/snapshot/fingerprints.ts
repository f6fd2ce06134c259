import { z } from 'zod';
import { AppError } from '../../../shared/errors.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { blobColumn } from '../database.js';
import type { Library } from '../library.js';
import { isOfOneFile } from '../unusable-file.js';
import type { Fingerprint } from './near-duplicates.js';

const row = z.object({ hash: z.string(), grey: blobColumn });

/**
 * The fingerprints of some pictures, made where they are missing; null for a picture whose original
 * is damaged or cannot be decoded, also where its decoder ends, or has to be ended.
 */
export async function fingerprintsOf(
  library: Library,
  worker: WorkerHost,
  instanceIds: readonly string[],
  {
    signal,
    onProgress = () => undefined,
  }: {
    signal?: AbortSignal;
    onProgress?: (progress: { done: number; total: number }) => void;
  } = {},
): Promise<(Fingerprint | null)[]> {
  const found: (Fingerprint | null)[] = [];
  for (const [done, id] of instanceIds.entries()) {
    onProgress({ done, total: instanceIds.length });
    if (signal?.aborted) throw new AppError('cancelled', 'The comparison was cancelled.');
    const known = library.database.get(row, sql, [id]);
    found.push(known ?? (await make(library, worker, id, signal)));
  }
  return found;
}

const sql = 'SELECT hash, grey FROM fingerprints WHERE instance_id = ?';

async function make(
  library: Library,
  worker: WorkerHost,
  id: string,
  signal: AbortSignal | undefined,
): Promise<Fingerprint | null> {
  const path = library.blobs.path(library.instances.get(id).sha256);
  const options = { lane: 'batch' as const, ...(signal && { signal }) };
  try {
    const made = await worker.run('fingerprint', { path, frame: 0 }, options);
    library.database.run(
      'INSERT OR IGNORE INTO fingerprints (instance_id, hash, grey) VALUES (?, ?, ?)',
      [id, made.hash, made.grey],
    );
    return made;
  } catch (thrown) {
    if (isOfOneFile(thrown)) return null;
    throw thrown;
  }
}
