import type { ImportProgress, Refusal } from '../../../shared/domain.js';

/** Often enough for the eye, seldom enough to cost nothing. */
const progressEveryMs = 100;

/** The counts of one import, told to a listener now and then. */
export class ProgressCounts {
  readonly #onProgress: (progress: ImportProgress) => void;
  #now: ImportProgress;
  #toldAtMs = 0;

  constructor(jobId: string, onProgress: (progress: ImportProgress) => void = () => undefined) {
    this.#onProgress = onProgress;
    this.#now = {
      jobId,
      state: 'counting',
      done: 0,
      total: 0,
      imported: 0,
      duplicates: 0,
      masks: 0,
      refusals: [],
    };
    this.#tell();
  }

  begin(total: number): void {
    this.#update({ state: 'running', total });
  }

  /** A picture is done. */
  picture(what: 'imported' | 'duplicates', newMasks: number): void {
    this.#update({
      [what]: this.#now[what] + 1,
      masks: this.#now.masks + newMasks,
      done: this.#now.done + 1,
    });
  }

  /** A file is done with, since it was refused. */
  refuse(refusal: Refusal): void {
    this.note(refusal);
    this.#update({ done: this.#now.done + 1 });
  }

  /** A refused mask of a picture that is not done yet. */
  note(refusal: Refusal): void {
    this.#update({ refusals: [...this.#now.refusals, refusal] });
  }

  end(state: 'finished' | 'cancelled' | 'failed'): ImportProgress {
    this.#now = { ...this.#now, state };
    this.#tell();
    return this.#now;
  }

  #update(change: Partial<ImportProgress>): void {
    this.#now = { ...this.#now, ...change };
    if (performance.now() - this.#toldAtMs >= progressEveryMs) this.#tell();
  }

  #tell(): void {
    this.#toldAtMs = performance.now();
    this.#onProgress(this.#now);
  }
}
