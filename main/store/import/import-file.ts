import type { Instance } from '../../../shared/domain.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { hashFile } from '../blobs.js';
import type { Library } from '../library.js';

export interface FileToImport {
  path: string;
  /** Kept in the database only. */
  fileName: string;
  origin: Instance['origin'];
  signal?: AbortSignal;
}

/**
 * Has the worker look at a file, copies it into the library and inserts its row. What the worker
 * refuses is not copied; a file that changes meanwhile is refused by its hash. A DICOM file says
 * whose picture it is.
 *
 * @returns the instance, and whether the library had these very bytes before
 * @throws AppError as the worker's `inspect`, Blobs.storeFile or the database do, and Node's
 * system errors for a file that cannot be read
 */
export async function importFile(
  library: Library,
  worker: WorkerHost,
  { path, fileName, origin, signal }: FileToImport,
): Promise<{ instance: Instance; known: boolean }> {
  library.requireWritable();
  const cancellable = signal ? { signal } : {};
  const { sha256 } = await hashFile(path, signal);
  const before = library.instances.findBySha256(sha256);
  if (before) {
    // Heals a library whose copy was lost or altered.
    await library.blobs.storeFile(path, sha256, cancellable);
    // Whoever imports a picture wants to see it.
    const restored = library.trash.restore([before.id], 'application') > 0;
    return { instance: before, known: !restored };
  }
  const inspection = await worker.run('inspect', { path }, { lane: 'batch', ...cancellable });
  await library.blobs.storeFile(path, sha256, cancellable);
  // Another import may have brought the same bytes while this one waited.
  const meanwhile = library.instances.findBySha256(sha256);
  if (meanwhile) return { instance: meanwhile, known: true };
  const instance = library.database.transaction(() => {
    const inserted = library.instances.insert({ ...inspection, sha256, fileName, origin });
    const patient = inspection.attributes.find(({ keyword }) => keyword === 'PatientID')?.value;
    if (patient !== undefined) library.identity.record(inserted.id, { patient }, null);
    return inserted;
  });
  return { instance, known: false };
}
