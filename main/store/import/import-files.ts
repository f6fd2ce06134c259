import { basename } from 'node:path';
import type { ImportProgress, Instance, Refusal } from '../../../shared/domain.js';
import { AppError, type ErrorCode } from '../../../shared/errors.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { systemErrorCode } from '../atomic-write.js';
import type { Library } from '../library.js';
import { importFile } from './import-file.js';
import { listFiles, reasonOfSystemError } from './list-files.js';

/** Often enough for the eye, seldom enough to cost nothing. */
const progressEveryMs = 100;

/** What lies with one file and does not keep the others from being imported. */
const ofTheFile: ReadonlySet<ErrorCode> = new Set([
  'bad-input',
  'not-found',
  'unreadable-file',
  'unsupported-format',
  'too-large',
  'worker-crashed',
  'deadline-exceeded',
  'out-of-memory',
]);

export interface ImportRequest {
  library: Library;
  worker: WorkerHost;
  /** Files and folders. */
  paths: readonly string[];
  jobId: string;
  onProgress?: (progress: ImportProgress) => void;
  /** Each new picture, once its row is there. */
  onImported?: (instance: Instance) => void;
  signal?: AbortSignal;
}

/**
 * Imports files and all files of folders, one after the other. A file whose bytes the library has
 * is counted as a duplicate, so an import that was cut short is resumed by starting it again.
 * The progress returned, and given last, is `finished`, `cancelled` or `failed`.
 *
 * @throws AppError for what concerns all files: `disk-full`, `write-failed`, `library-read-only`,
 * `library-damaged`, `too-large`; `failed` was given to onProgress before.
 */
export async function importFiles(request: ImportRequest): Promise<ImportProgress> {
  const { library, signal } = request;
  const progress = new Progress(request);
  try {
    library.requireWritable();
    const { files, refusals } = await listFiles(request.paths, signal);
    progress.update({ state: 'running', total: files.length + refusals.length });
    for (const refusal of refusals) progress.refuse(refusal);
    for (const path of files) {
      if (signal?.aborted) break;
      await importOne(path, request, progress);
    }
  } catch (thrown) {
    if (!signal?.aborted) {
      progress.end('failed');
      throw thrown;
    }
  }
  return progress.end(signal?.aborted ? 'cancelled' : 'finished');
}

async function importOne(path: string, request: ImportRequest, progress: Progress): Promise<void> {
  try {
    const { instance, known } = await importFile(request.library, request.worker, {
      path,
      fileName: basename(path),
      origin: 'imported',
      ...(request.signal && { signal: request.signal }),
    });
    progress.count(known ? 'duplicates' : 'imported');
    if (!known) request.onImported?.(instance);
  } catch (thrown) {
    if (request.signal?.aborted) return;
    progress.refuse(refusalOf(path, thrown));
  }
}

/** The refusal of one file. @throws what concerns more than this file. */
function refusalOf(path: string, thrown: unknown): Refusal {
  const fileName = basename(path);
  if (thrown instanceof AppError && ofTheFile.has(thrown.code)) {
    return { fileName, code: thrown.code, reason: thrown.message };
  }
  const code = systemErrorCode(thrown);
  if (thrown instanceof AppError || code === null) throw thrown;
  return { fileName, code: 'unreadable-file', reason: reasonOfSystemError(code) };
}

/** Counts, told to the listener now and then. */
class Progress {
  readonly #onProgress: (progress: ImportProgress) => void;
  #now: ImportProgress;
  #toldAtMs = 0;

  constructor({ jobId, onProgress = () => undefined }: ImportRequest) {
    this.#onProgress = onProgress;
    this.#now = {
      jobId,
      state: 'counting',
      done: 0,
      total: 0,
      imported: 0,
      duplicates: 0,
      refusals: [],
    };
    this.#tell();
  }

  update(change: Partial<ImportProgress>): void {
    this.#now = { ...this.#now, ...change };
    if (performance.now() - this.#toldAtMs >= progressEveryMs) this.#tell();
  }

  count(what: 'imported' | 'duplicates'): void {
    this.update({ [what]: this.#now[what] + 1, done: this.#now.done + 1 });
  }

  refuse(refusal: Refusal): void {
    this.update({ refusals: [...this.#now.refusals, refusal], done: this.#now.done + 1 });
  }

  end(state: 'finished' | 'cancelled' | 'failed'): ImportProgress {
    this.#now = { ...this.#now, state };
    this.#tell();
    return this.#now;
  }

  #tell(): void {
    this.#toldAtMs = performance.now();
    this.#onProgress(this.#now);
  }
}
