import { randomUUID } from 'node:crypto';
import type { ParsedInput } from '../shared/contract.js';
import type { ImportProgress, Instance } from '../shared/domain.js';
import { AppError, toAppError } from '../shared/errors.js';
import type { ImportDraft } from '../shared/exchange.js';
import { ImportDrafts } from './import-drafts.js';
import { importFiles, tryImport, type ImportRequest } from './store/import/import-files.js';
import { Metadata } from './store/import/metadata-table.js';
import type { Library } from './store/library.js';
import type { WorkerHost } from './worker/protocol.js';

export interface ImportsOptions {
  library: Library;
  workers: WorkerHost;
  /** The reader at work. */
  reader: () => string;
  onProgress: (progress: ImportProgress) => void;
  onImported: (instance: Instance) => void;
  /** An import ended early for a reason that concerns all its files. */
  onFailure: (error: AppError) => void;
}

/** What is chosen to be imported, and the imports under way, each by the id of its job. */
export class Imports {
  readonly #options: ImportsOptions;
  readonly #drafts = new ImportDrafts();
  readonly #jobs = new Map<string, { abort: AbortController; ended: Promise<void> }>();

  constructor(options: ImportsOptions) {
    this.#options = options;
  }

  /** Adds paths to a draft, or begins one. @throws AppError `library-read-only`, `not-found`. */
  async draft(id: string | null, paths: readonly string[]): Promise<ImportDraft> {
    this.#options.library.requireWritable();
    return this.#drafts.add(id, paths);
  }

  /** @throws AppError `bad-input` for a file that is no table, `not-found`. */
  async setTable(id: string, path: string): Promise<ImportDraft> {
    return this.#drafts.setTable(id, path);
  }

  discard(id: string): void {
    this.#drafts.discard(id);
  }

  /**
   * Begins and answers the id of the job. The draft stays, so that an import which was cancelled can
   * be gone on with.
   * @throws AppError `library-read-only`, `not-found`, `bad-input` for columns that are not there
   */
  start({ draftId, dryRun, columns, source }: ParsedInput<'import.start'>): string {
    const { library, workers, reader, onProgress, onImported, onFailure } = this.#options;
    library.requireWritable();
    const { paths, table } = this.#drafts.get(draftId);
    const jobId = randomUUID();
    const abort = new AbortController();
    const request: ImportRequest = {
      worker: workers,
      paths,
      jobId,
      metadata: table && columns ? new Metadata(table, columns) : undefined,
      passOver: table ? [table.path] : [],
      source: source ?? undefined,
      reader: reader(),
      onProgress,
      signal: abort.signal,
    };
    const ended = (
      dryRun ? tryImport({ ...request, library }) : importFiles({ ...request, library, onImported })
    )
      .then(() => undefined)
      .catch((thrown: unknown) => {
        onFailure(toAppError(thrown));
      })
      .finally(() => this.#jobs.delete(jobId));
    this.#jobs.set(jobId, { abort, ended });
    return jobId;
  }

  /** What is imported stays. */
  cancel(jobId: string): void {
    const job = this.#jobs.get(jobId);
    if (!job) throw new AppError('not-found', 'This import has ended already.');
    job.abort.abort();
  }

  /** Cancels all and resolves when nothing more is written. */
  async stop(): Promise<void> {
    const jobs = [...this.#jobs.values()];
    for (const { abort } of jobs) abort.abort();
    await Promise.all(jobs.map(({ ended }) => ended));
  }
}
