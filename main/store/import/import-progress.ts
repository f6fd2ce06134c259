import type { ImportLayout, ImportProgress, Refusal } from '../../../shared/domain.js';

/** Often enough for the eye, seldom enough to cost nothing. */
const progressEveryMs = 100;
/** Refusals sent while it runs: all of many thousands, ten times a second, would cost too much. */
const newest = 50;

type Counts = Omit<ImportProgress, 'refusals' | 'refused'>;
type Failure = NonNullable<ImportProgress['failure']>;

/** The counts of one import, told to a listener now and then. */
export class ProgressCounts {
  readonly #onProgress: (progress: ImportProgress) => void;
  readonly #refusals: Refusal[] = [];
  #now: Counts;
  #toldAtMs = 0;

  constructor(
    {
      jobId,
      onProgress = () => undefined,
    }: { jobId: string; onProgress?: (progress: ImportProgress) => void },
    dryRun: boolean,
  ) {
    this.#onProgress = onProgress;
    this.#now = {
      jobId,
      dryRun,
      state: 'counting',
      done: 0,
      total: 0,
      imported: 0,
      duplicates: 0,
      masks: 0,
      knownMasks: 0,
      layouts: {},
      unusedRows: 0,
      failure: null,
    };
    this.#tell(newest);
  }

  begin(total: number): void {
    this.#update({ state: 'running', total });
  }

  /** A picture is done. */
  picture(
    what: 'imported' | 'duplicates',
    layout: ImportLayout,
    masks: { fresh: number; known: number },
  ): void {
    const { layouts } = this.#now;
    this.#update({
      [what]: this.#now[what] + 1,
      layouts: { ...layouts, [layout]: (layouts[layout] ?? 0) + 1 },
      masks: this.#now.masks + masks.fresh,
      knownMasks: this.#now.knownMasks + masks.known,
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
    this.#refusals.push(refusal);
  }

  /** How many rows of the table named no picture. */
  table(unusedRows: number): void {
    this.#update({ unusedRows });
  }

  end(state: 'finished' | 'cancelled' | 'failed', failure: Failure | null = null): ImportProgress {
    this.#now = { ...this.#now, state, failure };
    return this.#tell(Infinity);
  }

  #update(change: Partial<Counts>): void {
    this.#now = { ...this.#now, ...change };
    if (performance.now() - this.#toldAtMs >= progressEveryMs) this.#tell(newest);
  }

  #tell(most: number): ImportProgress {
    this.#toldAtMs = performance.now();
    const refused = this.#refusals.length;
    const refusals = this.#refusals.slice(Math.max(0, refused - most));
    const progress = { ...this.#now, refused, refusals };
    this.#onProgress(progress);
    return progress;
  }
}
