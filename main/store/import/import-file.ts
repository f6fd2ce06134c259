import { rm } from 'node:fs/promises';
import type { Instance } from '../../../shared/domain.js';
import type { Inspection, WorkerHost } from '../../worker/protocol.js';
import type { Library } from '../library.js';

/** What a worker found in a picture's file, and where it copied the bytes to. */
export interface TakenFile {
  sha256: string;
  inspection: Inspection;
  /** Beside the library's files; null where the library holds these bytes already. */
  temporary: string | null;
}

/**
 * Has a worker look at a file and copy it beside the library's own. What it refuses is not copied.
 * @param library null to look only
 * @throws AppError as the worker's `intake` does
 */
export async function takeFile(
  library: Library | null,
  worker: WorkerHost,
  path: string,
  signal?: AbortSignal,
): Promise<TakenFile> {
  const output = library?.blobs.temporary();
  const copy = library && output !== undefined ? { output, keptIn: library.blobs.folder } : null;
  try {
    const options = { lane: 'import' as const, ...(signal && { signal }) };
    const { sha256, inspection, copied } = await worker.run('intake', { path, copy }, options);
    return { sha256, inspection, temporary: copied ? (output ?? null) : null };
  } catch (thrown) {
    if (output !== undefined) await rm(output, { force: true });
    throw thrown;
  }
}

/** Puts copies among the library's files: before their rows, which say that they are there. */
export async function adoptFiles(library: Library, files: readonly TakenFile[]): Promise<void> {
  const copies = files.flatMap(({ sha256, temporary }) =>
    temporary === null ? [] : [{ sha256, temporary }],
  );
  await library.blobs.adopt(copies);
}

export interface FileOrigin {
  /** Kept in the database only. */
  fileName: string;
  origin: Instance['origin'];
  /** The reader who brings it in; absent for the application. */
  importer?: string | undefined;
}

/**
 * The row of a file that was adopted, made where there is none. A DICOM file says whose picture it
 * is.
 * @returns the instance, and whether the library had these very bytes before
 */
export function keepFile(
  library: Library,
  { sha256, inspection }: TakenFile,
  { fileName, origin, importer }: FileOrigin,
): { instance: Instance; known: boolean } {
  const known = library.instances.findBySha256(sha256);
  if (known) {
    // Whoever imports a picture wants to see it.
    const by = importer === undefined ? 'application' : `reader ${importer}`;
    const restored = library.trash.restore([known.id], by) > 0;
    return { instance: known, known: !restored };
  }
  return library.database.transaction(() => {
    const instance = library.instances.insert(
      { ...inspection, sha256, fileName, origin },
      importer ?? null,
    );
    const patient = inspection.attributes.find(({ keyword }) => keyword === 'PatientID')?.value;
    if (patient !== undefined) library.identity.record(instance.id, { patient }, null);
    return { instance, known: false };
  });
}

/**
 * Takes one file in, by itself.
 * @throws AppError as takeFile, or the database
 */
export async function importFile(
  library: Library,
  worker: WorkerHost,
  { path, ...origin }: FileOrigin & { path: string },
): Promise<{ instance: Instance; known: boolean }> {
  library.requireWritable();
  const taken = await takeFile(library, worker, path);
  await adoptFiles(library, [taken]);
  return keepFile(library, taken, origin);
}
