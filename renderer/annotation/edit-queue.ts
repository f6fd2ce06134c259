/**
 * Writes of one frame, strictly one after the other. A stroke is written when it ends; until then,
 * and if the write fails, it waits here and is tried again, so that nothing on screen is lost
 * without a word.
 */

export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving'; readonly waiting: number }
  | { readonly kind: 'failed'; readonly waiting: number; readonly error: unknown };

interface Entry {
  /** Resolves when done; rejects when it failed and may be tried again. */
  readonly run: () => Promise<void>;
  /** An act that may fail for good is dropped after its failure; others stay at the head. */
  readonly keep: boolean;
}

export interface Clock {
  /** Call back once after a time; the function returned takes it back. */
  after(milliseconds: number, callback: () => void): () => void;
}

const systemClock: Clock = {
  after(milliseconds, callback) {
    const timer = setTimeout(callback, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

const RETRY_MS = 4000;

export class EditQueue {
  private readonly entries: Entry[] = [];
  private readonly waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  private running = false;
  private stopRetry: (() => void) | null = null;

  constructor(
    private readonly onState: (state: SaveState) => void,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Write an edit; it is tried until it succeeds. */
  save(write: () => Promise<void>): void {
    this.add({ run: write, keep: true });
  }

  /** Do something after all edits so far are written. Rejects with its error, and is not retried. */
  afterEdits<Result>(act: () => Promise<Result>): Promise<Result> {
    return new Promise<Result>((resolve, reject) => {
      const run = async (): Promise<void> => {
        try {
          resolve(await act());
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
          throw error;
        }
      };
      this.add({ run, keep: false });
    });
  }

  /** Resolves when everything is written; rejects with the error when a write fails. */
  settled(): Promise<void> {
    if (this.entries.length === 0) return Promise.resolve();
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      this.retry();
    });
  }

  /** Try a failed write again now. */
  retry(): void {
    this.stopRetry?.();
    this.stopRetry = null;
    void this.work();
  }

  private add(entry: Entry): void {
    this.entries.push(entry);
    // A write that failed is waiting for its next try: what comes later stays behind it.
    if (this.stopRetry === null) void this.work();
  }

  private async work(): Promise<void> {
    if (this.running) return;
    this.running = true;
    for (let head = this.entries[0]; head !== undefined; head = this.entries[0]) {
      this.onState({ kind: 'saving', waiting: this.entries.length });
      try {
        await head.run();
      } catch (error) {
        if (head.keep) {
          this.fail(error);
          return;
        }
        // Its caller has the error.
      }
      this.entries.shift();
    }
    this.running = false;
    this.onState({ kind: 'saved' });
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }

  private fail(error: unknown): void {
    this.running = false;
    this.onState({ kind: 'failed', waiting: this.entries.length, error });
    this.stopRetry = this.clock.after(RETRY_MS, () => {
      this.retry();
    });
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
