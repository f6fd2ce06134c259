import { ApiError } from '../api.js';

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

export interface QueueListener {
  onState(state: SaveState): void;
  /** A write was refused for good and is given up, so what is on screen is not what is stored. */
  onRefused(error: unknown): void;
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

/** Trying again would give the same: what it changes is gone, or was never possible. */
function isForGood(error: unknown): boolean {
  return error instanceof ApiError && (error.code === 'bad-input' || error.code === 'not-found');
}

export class EditQueue {
  private readonly entries: Entry[] = [];
  private readonly waiting: { resolve: () => void; reject: (error: unknown) => void }[] = [];
  private running = false;
  private stopRetry: (() => void) | null = null;

  constructor(
    private readonly listener: QueueListener,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Nothing is being written or waits for it. */
  get idle(): boolean {
    return this.entries.length === 0;
  }

  /** Write an edit; it is tried until it succeeds or is refused for good. */
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
      this.listener.onState({ kind: 'saving', waiting: this.entries.length });
      try {
        await head.run();
      } catch (error) {
        if (head.keep && !isForGood(error)) {
          this.fail(error);
          return;
        }
        // Of another act its caller has the error.
        if (head.keep) this.listener.onRefused(error);
      }
      this.entries.shift();
    }
    this.running = false;
    this.listener.onState({ kind: 'saved' });
    for (const { resolve } of this.waiting.splice(0)) resolve();
  }

  private fail(error: unknown): void {
    this.running = false;
    this.listener.onState({ kind: 'failed', waiting: this.entries.length, error });
    this.stopRetry = this.clock.after(RETRY_MS, () => {
      this.retry();
    });
    for (const { reject } of this.waiting.splice(0)) reject(error);
  }
}
