import { randomUUID } from 'node:crypto';
import type { ImportProgress, Instance } from '../shared/domain.js';
import { AppError, toAppError } from '../shared/errors.js';
import { importFiles } from './store/import/import-files.js';
import type { Library } from './store/library.js';
import type { WorkerHost } from './worker/protocol.js';

export interface ImportsOptions {
  library: Library;
  workers: WorkerHost;
  onProgress: (progress: ImportProgress) => void;
  onImported: (instance: Instance) => void;
  /** An import ended early for a reason that concerns all its files. */
  onFailure: (error: AppError) => void;
}

/** The imports under way, each by the id of its job. */
export class Imports {
  readonly #options: ImportsOptions;
  readonly #jobs = new Map<string, { abort: AbortController; ended: Promise<void> }>();

  constructor(options: ImportsOptions) {
    this.#options = options;
  }

  /** Begins and answers the id of the job. @throws AppError `library-read-only`. */
  start(paths: readonly string[]): string {
    const { library, workers, onProgress, onImported, onFailure } = this.#options;
    library.requireWritable();
    const jobId = randomUUID();
    const abort = new AbortController();
    const { signal } = abort;
    const ended = importFiles({
      library,
      worker: workers,
      paths,
      jobId,
      onProgress,
      onImported,
      signal,
    })
      .then(() => undefined)
      .catch((thrown: unknown) => {
        onFailure(toAppError(thrown));
      })
      .finally(() => this.#jobs.delete(jobId));
    this.#jobs.set(jobId, { abort, ended });
    return jobId;
  }

  /** The file being copied is finished or left out; what is imported stays. */
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
