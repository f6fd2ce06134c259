import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Instance } from '../shared/domain.js';
import { toAppError, type AppError, type ErrorCode } from '../shared/errors.js';
import type { Library } from './store/library.js';
import type { WorkerHost } from './worker/protocol.js';

/** Longer side in pixels of the thumbnails of grid and table. */
export const usualSide = 320;
/** Decoding is the batch worker's only load then; more at once would only wait in its queue. */
const atOnce = 2;
/** Pictures looked at between two pauses. */
const lookedAtOnce = 500;
/** Rows of the search index made anew between two pauses. */
const wordsAtOnce = 200;

/** Path of a thumbnail of a frame, made where it is not kept yet. @throws as the worker does */
export function obtainThumbnail(
  library: Library,
  workers: WorkerHost,
  { instance, frame, side }: { instance: Instance; frame: number; side: number },
  lane: 'reader' | 'batch',
): Promise<string> {
  const key = { instanceId: instance.id, frame, kind: `thumbnail-${String(side)}` };
  return library.thumbnails.obtain(key, async (output) => {
    const path = library.blobs.path(instance.sha256);
    await workers.run('thumbnail', { path, frame, maxSide: side, output }, { lane });
  });
}

interface ThumbnailParts {
  library: Library;
  workers: WorkerHost;
  /** Resolves while no reader waits for a run. */
  readerIdle: () => Promise<void>;
  onFailure: (error: AppError) => void;
}

/** What the next picture would fail of as well. */
const endsTheRound: ReadonlySet<ErrorCode> = new Set(['disk-full', 'write-failed']);

/** Makes thumbnails and searchable words of new pictures in the background. */
export class BackgroundThumbnails {
  readonly #parts: ThumbnailParts;
  #stopped = false;
  #working: Promise<void> | null = null;
  #wokenAgain = false;
  /** Pictures up to this sequence number were seen to. */
  #seen = 0;

  constructor(parts: ThumbnailParts) {
    this.#parts = parts;
  }

  /** There may be new pictures. */
  wake(): void {
    if (this.#stopped || this.#parts.library.readOnlyReason !== null) return;
    this.#wokenAgain = this.#working !== null;
    this.#working ??= this.#work()
      .catch((thrown: unknown) => {
        this.#parts.onFailure(toAppError(thrown));
      })
      .finally(() => {
        this.#working = null;
        if (this.#wokenAgain) this.wake();
      });
  }

  /** Resolves when nothing more is made. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    const { library } = this.#parts;
    while (!this.#stopped && library.catalogue.refreshSearch(wordsAtOnce)) await nextTurn();
    while (!this.#stopped) {
      const next = library.instances.after(this.#seen, lookedAtOnce);
      const last = next.at(-1);
      if (last === undefined) return;
      this.#seen = last.sequence;
      const queue = next.map(({ id }) => id).values();
      await Promise.all(Array.from({ length: atOnce }, () => this.#makeOneByOne(queue)));
      await nextTurn();
    }
  }

  async #makeOneByOne(queue: Iterable<string>): Promise<void> {
    const { library, workers, readerIdle } = this.#parts;
    for (const instanceId of queue) {
      const key = { instanceId, frame: 0, kind: `thumbnail-${String(usualSide)}` };
      if (this.#stopped) return;
      if (await library.thumbnails.has(key)) continue;
      await readerIdle();
      try {
        const instance = library.instances.get(instanceId);
        await obtainThumbnail(library, workers, { instance, frame: 0, side: usualSide }, 'batch');
      } catch (thrown) {
        // A picture that cannot be shown says so where it is shown.
        const error = toAppError(thrown);
        if (endsTheRound.has(error.code)) throw error;
      }
    }
  }
}
