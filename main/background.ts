import { toAppError, type AppError, type ErrorCode } from '../shared/errors.js';
import type { Segmenter } from './segmenter.js';
import type { Library } from './store/library.js';

export interface BackgroundOptions {
  library: Library;
  segmenter: Segmenter;
  onFailure: (instanceId: string, error: AppError) => void;
}

/** What the next picture would fail of as well. */
const endsTheRound: ReadonlySet<ErrorCode> = new Set([
  'not-found',
  'model-invalid',
  'library-read-only',
  'disk-full',
  'write-failed',
]);

/**
 * Segments, one by one, the pictures that have no proposal yet, while no reader waits for a run.
 * A picture that fails is not tried again until the next start: opening it says why. A failure
 * that is not the picture's ends the round until there are new pictures.
 */
export class Background {
  readonly #options: BackgroundOptions;
  readonly #failed = new Set<string>();
  readonly #stopping = new AbortController();
  #working: Promise<void> | null = null;
  #wokenAgain = false;

  constructor(options: BackgroundOptions) {
    this.#options = options;
  }

  /** There may be new pictures. */
  wake(): void {
    if (this.#stopping.signal.aborted || this.#options.library.readOnlyReason !== null) return;
    if (this.#working) {
      this.#wokenAgain = true;
      return;
    }
    this.#working = this.#work().finally(() => {
      this.#working = null;
      if (this.#wokenAgain) {
        this.#wokenAgain = false;
        this.wake();
      }
    });
  }

  /** Resolves when nothing more is run or written. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  async #work(): Promise<void> {
    const { segmenter, onFailure } = this.#options;
    const { signal } = this.#stopping;
    for (;;) {
      await segmenter.readerIdle();
      const next = this.#next();
      if (next === null || signal.aborted) break;
      try {
        await segmenter.run({ instanceId: next, frame: 0, modelId: null }, 'batch', signal);
      } catch (thrown) {
        if (this.#stopping.signal.aborted) break;
        const error = toAppError(thrown);
        onFailure(next, error);
        if (endsTheRound.has(error.code)) break;
        this.#failed.add(next);
      }
    }
    segmenter.setWaiting(0);
  }

  /** The first unread picture that has not failed; also tells how many are left. */
  #next(): string | null {
    const { library, segmenter } = this.#options;
    // One more than have failed is enough to hold one that has not.
    const limit = this.#failed.size + 1;
    const { ids, total } = library.catalogue.withoutOutline(limit);
    segmenter.setWaiting(Math.max(0, total - this.#failed.size));
    return ids.find((id) => !this.#failed.has(id)) ?? null;
  }
}
