import { toAppError, type AppError } from '../shared/errors.js';
import type { Library } from './store/library.js';
import { fingerprintsOf } from './store/snapshot/fingerprints.js';
import { findNearDuplicates } from './store/snapshot/near-duplicates.js';
import type { WorkerHost } from './worker/protocol.js';

export interface LikenessProgress {
  done: number;
  total: number;
  running: boolean;
}

export interface LikenessParts {
  library: Library;
  workers: WorkerHost;
  onProgress: (progress: LikenessProgress) => void;
  onFailure: (error: AppError) => void;
}

/** The search for pictures that look alike, in the background: one at a time. */
export class LikenessJob {
  readonly #parts: LikenessParts;
  #running: { abort: AbortController; ended: Promise<void> } | null = null;
  #progress: LikenessProgress = { done: 0, total: 0, running: false };

  constructor(parts: LikenessParts) {
    this.#parts = parts;
  }

  get progress(): LikenessProgress {
    return this.#progress;
  }

  /** Begins a search, or does nothing while one runs. @throws AppError `library-read-only` */
  start(): void {
    this.#parts.library.requireWritable();
    if (this.#running) return;
    const abort = new AbortController();
    const ended = this.#search(abort.signal)
      .catch((thrown: unknown) => {
        if (!abort.signal.aborted) this.#parts.onFailure(toAppError(thrown));
      })
      .finally(() => {
        this.#running = null;
        this.#tell({ ...this.#progress, running: false });
      });
    this.#running = { abort, ended };
  }

  /** Ends a search. Resolves when nothing more is written; pairs found before stay. */
  async stop(): Promise<void> {
    this.#running?.abort.abort();
    await this.#running?.ended;
  }

  async #search(signal: AbortSignal): Promise<void> {
    const { library, workers } = this.#parts;
    const ids = library.instances.ids();
    this.#tell({ done: 0, total: ids.length, running: true });
    const fingerprints = await fingerprintsOf(library, workers, ids, {
      signal,
      onProgress: ({ done, total }) => {
        if (done % 20 === 0) this.#tell({ done, total, running: true });
      },
    });
    const readable = fingerprints.flatMap((fingerprint, index) => {
      const id = ids[index];
      return fingerprint && id !== undefined ? [{ id, ...fingerprint }] : [];
    });
    const pairs = await findNearDuplicates(readable, signal);
    if (signal.aborted) return;
    library.likeness.replacePairs(
      pairs.map(({ a, b, ...likeness }) => ({
        a: readable[a]?.id ?? '',
        b: readable[b]?.id ?? '',
        ...likeness,
      })),
    );
    this.#tell({ done: ids.length, total: ids.length, running: true });
  }

  #tell(progress: LikenessProgress): void {
    this.#progress = progress;
    this.#parts.onProgress(progress);
  }
}
