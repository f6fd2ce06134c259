import { rm } from 'node:fs/promises';
import type { ImportProgress, Instance } from '../../../shared/domain.js';
import { toAppError } from '../../../shared/errors.js';
import type { WorkerHost } from '../../worker/protocol.js';
import type { Source } from '../identity.js';
import type { Library } from '../library.js';
import { gatherFiles } from './gather-files.js';
import { adoptFiles } from './import-file.js';
import { ProgressCounts } from './import-progress.js';
import { inBatches } from './in-batches.js';
import { keepSample } from './keep-sample.js';
import type { PlannedSample } from './import-plan.js';
import type { Metadata } from './metadata-table.js';
import { planImport } from './plan-import.js';
import { prepareSample, type PreparedSample } from './prepare-sample.js';
import { trySample, type TriedPictures } from './try-sample.js';

export interface ImportRequest {
  worker: WorkerHost;
  /** Files, archives and folders. */
  paths: readonly string[];
  jobId: string;
  /** What a table says of the pictures. */
  metadata?: Metadata | undefined;
  /** Files among the paths that are no pictures, as the table's own. */
  passOver?: readonly string[];
  /** Who imports, for the audit log; absent for the application. */
  reader?: string | undefined;
  /** Where pictures and masks come from, as stated by who imports them. */
  source?: Source | undefined;
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
}

export interface ImportIntoLibrary extends ImportRequest {
  library: Library;
  /** Each new picture, once its row is there. */
  onImported?: (instance: Instance) => void;
}

/** Enough to keep the worker processes busy while rows are written. */
const ahead = 24;
/** From so many pictures on, all folders of a library's files are made before the first. */
const many = 256;
/** Rows written in one transaction: few enough for the window not to wait. */
const atOnce = 16;

/**
 * Imports files, all files of folders and what is in archives, with the masks that belong to them
 * (import-plan.ts). A file whose bytes the library has is counted as a duplicate and masks it has
 * are left alone, so an import that was cut short is resumed by starting it again.
 * The progress returned, and given last, is `finished`, `cancelled` or `failed`.
 *
 * @throws AppError for what concerns all files: `disk-full`, `write-failed`, `library-read-only`,
 * `library-damaged`, `too-large`; `failed` was given to onProgress before.
 */
export async function importFiles(request: ImportIntoLibrary): Promise<ImportProgress> {
  const { library, onImported } = request;
  return eachBatch(request, library, library, async (batch, counts) => {
    library.requireWritable();
    const taken = batch.flatMap((each) => (each.kind === 'prepared' ? [each.taken] : []));
    await adoptFiles(library, taken);
    const fresh: Instance[] = [];
    library.database.transaction(() => {
      for (const each of batch) {
        if (each.kind === 'refused') counts.refuse(each.refusal);
        else fresh.push(...keepSample(library, each, request, counts));
      }
    });
    for (const instance of fresh) onImported?.(instance);
  });
}

/**
 * Does everything an import does but the writing: each picture's header is read, each mask is
 * read and compared with its picture. The counts are what an import would come to.
 * @param request.library null where there is none yet
 */
export async function tryImport(
  request: ImportRequest & { library: Library | null },
): Promise<ImportProgress> {
  const tried: TriedPictures = new Map();
  return eachBatch(request, null, request.library, (batch, counts) => {
    for (const each of batch) {
      if (each.kind === 'refused') counts.refuse(each.refusal);
      else trySample(request.library, each, { metadata: request.metadata, tried }, counts);
    }
    return Promise.resolve();
  });
}

/**
 * Lists, unpacks and plans, then prepares samples several at a time and does `act` to them in order.
 * @param into the library that files are copied into; null: none
 */
async function eachBatch(
  request: ImportRequest,
  into: Library | null,
  known: Library | null,
  act: (batch: PreparedSample[], counts: ProgressCounts) => Promise<void>,
): Promise<ImportProgress> {
  const { worker, signal, metadata } = request;
  const counts = new ProgressCounts(request, into === null);
  const copies = new Set<string>();
  let cleanUp = (): Promise<void> => Promise.resolve();
  try {
    const gathered = await gatherFiles(request, known);
    cleanUp = gathered.cleanUp;
    const passOver = new Set(request.passOver);
    const { samples, refusals } = await planImport(
      gathered.files.filter((path) => !passOver.has(path)),
    );
    const refused = [...gathered.refusals, ...refusals];
    counts.begin(samples.length + refused.length);
    for (const refusal of refused) counts.refuse(refusal);
    if (samples.length >= many) await into?.blobs.makeFolders();
    const prepare = async (sample: PlannedSample): Promise<PreparedSample> => {
      const prepared = await prepareSample(sample, { library: into, worker, signal });
      const copy = prepared.kind === 'prepared' ? prepared.taken.temporary : null;
      if (copy !== null) copies.add(copy);
      return prepared;
    };
    for await (const batch of inBatches(samples, prepare, { ahead, most: atOnce, signal })) {
      await act(batch, counts);
      for (const each of batch) {
        if (each.kind === 'prepared' && each.taken.temporary) copies.delete(each.taken.temporary);
      }
    }
    counts.table(metadata?.unusedRows ?? 0);
  } catch (thrown) {
    if (!signal?.aborted) {
      const { code, message } = toAppError(thrown);
      counts.end('failed', { code, reason: message });
      throw thrown;
    }
  } finally {
    for (const copy of copies) await rm(copy, { force: true });
    await cleanUp();
  }
  return counts.end(signal?.aborted ? 'cancelled' : 'finished');
}
