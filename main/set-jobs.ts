import type { ModelReference, SetRunSummary } from '../shared/domain.js';
import { AppError, toAppError, type ErrorCode } from '../shared/errors.js';
import { referenceOf } from './models/registry.js';
import { propose } from './propose.js';
import type { Library } from './store/library.js';
import type { SetRun } from './store/set-runs.js';
import type { LoadedModel, WorkerHost } from './worker/protocol.js';

export interface SetJobsOptions {
  library: Library;
  /** A worker process for one model alone, so that its memory is not another model's. */
  newWorkers: () => WorkerHost;
  loadModel: (modelId: string) => Promise<LoadedModel>;
  /** Resolves when no reader waits for a run. */
  readerIdle: () => Promise<void>;
  device: () => 'auto' | 'cpu';
  onProgress: (run: SetRunSummary) => void;
  onProposal: (instanceId: string) => void;
  /** The store fails: runs wait until they are resumed or the application starts again. */
  onFailure: (error: AppError) => void;
}

/** What the next picture would fail of as well: the run waits until somebody looks. */
const pauses: ReadonlySet<ErrorCode> = new Set(['library-read-only', 'disk-full', 'write-failed']);
/** Runs by which the time left is told. */
const timed = 20;

/**
 * Runs several models over many pictures in the background, one picture at a time, while no reader
 * waits. What is done is in the store, so a run goes on after a restart where it was.
 */
export class SetJobs {
  readonly #options: SetJobsOptions;
  #working: Promise<void> | null = null;
  #stopped = false;
  /** Ends the picture that is being run. */
  #current = new AbortController();
  #workers: { modelId: string; host: WorkerHost } | null = null;
  #lastMs: number[] = [];

  constructor(options: SetJobsOptions) {
    this.#options = options;
  }

  /** @throws AppError `bad-input` for no pictures, `not-found` or `model-invalid` for a model. */
  async start(modelIds: readonly string[], instanceIds: readonly string[] | null) {
    const { library, loadModel } = this.#options;
    library.requireWritable();
    const models: ModelReference[] = [];
    for (const id of new Set(modelIds)) models.push(referenceOf(await loadModel(id)));
    const pictures = [...new Set(instanceIds ?? library.instances.ids())];
    if (pictures.length === 0) throw new AppError('bad-input', 'There are no pictures to run on.');
    for (const id of pictures) library.instances.get(id);
    const run = library.setRuns.create(models, pictures);
    this.wake();
    return this.summary(run);
  }

  /** @throws AppError `not-found`. */
  act(id: string, act: 'pause' | 'resume' | 'cancel'): void {
    const { library } = this.#options;
    library.requireWritable();
    const { state } = library.setRuns.get(id);
    if (state === 'finished' || state === 'cancelled') return;
    const next = { pause: 'paused', resume: 'running', cancel: 'cancelled' } as const;
    library.setRuns.setState(id, next[act]);
    if (act === 'resume') this.wake();
    else this.#current.abort();
    this.#tell(id);
  }

  summaries(): SetRunSummary[] {
    return this.#options.library.setRuns.list().map((run) => this.summary(run));
  }

  summary(run: SetRun): SetRunSummary {
    const { id, state, models, createdAtMs, pictures, done, failed } = run;
    const mean = this.#lastMs.reduce((sum, ms) => sum + ms, 0) / this.#lastMs.length;
    const left = pictures * models.length - done;
    const msLeft = state === 'running' && this.#lastMs.length > 0 ? mean * left : null;
    return { id, state, models: [...models], createdAtMs, pictures, done, failed, msLeft };
  }

  /** There may be something to run. */
  wake(): void {
    if (this.#stopped || this.#options.library.readOnlyReason !== null) return;
    this.#working ??= this.#work()
      .then(() => {
        this.#working = null;
        // It may have been resumed while the last workers ended.
        if (this.#oldestRunning() !== null) this.wake();
      })
      .catch((thrown: unknown) => {
        // What happened cannot be written: trying again at once would fail again. The run stays.
        this.#working = null;
        this.#options.onFailure(toAppError(thrown));
      });
  }

  /** Resolves when nothing more is run or written; runs stay to be gone on with. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#current.abort();
    await this.#working;
  }

  #oldestRunning(): SetRun | null {
    if (this.#stopped) return null;
    return (
      this.#options.library.setRuns.list().findLast(({ state }) => state === 'running') ?? null
    );
  }

  async #work(): Promise<void> {
    const { library, readerIdle } = this.#options;
    for (let run = this.#oldestRunning(); run !== null; run = this.#oldestRunning()) {
      await readerIdle();
      const next = library.setRuns.next(run.id);
      if (next === null) library.setRuns.setState(run.id, 'finished');
      else await this.#runOne(run.id, next);
      this.#tell(run.id);
    }
    await this.#release();
  }

  async #runOne(
    id: string,
    { model, instanceId }: { model: ModelReference; instanceId: string },
  ): Promise<void> {
    const { setRuns } = this.#options.library;
    this.#current = new AbortController();
    const { signal } = this.#current;
    try {
      const found = await this.#segment(model, instanceId, signal);
      setRuns.record(id, { modelId: model.id, instanceId, ...found });
    } catch (thrown) {
      if (signal.aborted) return;
      const error = toAppError(thrown);
      if (pauses.has(error.code)) setRuns.setState(id, 'paused');
      else setRuns.record(id, { modelId: model.id, instanceId, error });
    }
  }

  async #segment(reference: ModelReference, instanceId: string, signal: AbortSignal) {
    const { library, loadModel, device, onProposal } = this.#options;
    const model = await loadModel(reference.id);
    const { sha256, version } = referenceOf(model);
    if (sha256 !== reference.sha256 || version !== reference.version) {
      throw new AppError('model-invalid', `${reference.id} is another version than at the start.`);
    }
    const { threshold } = model.manifest;
    const stored = library.proposals.latestOf(instanceId, 0, { ...reference, threshold });
    if (stored) return { runId: stored.run.id, totalMs: null, peakRssMb: null };
    const from = performance.now();
    const workers = await this.#workersFor(reference.id);
    const { proposal, isNew, result } = await propose(
      { library, workers, model, device: device(), lane: 'batch', signal },
      { instanceId, frame: 0 },
    );
    const totalMs = performance.now() - from;
    this.#lastMs = [...this.#lastMs, totalMs].slice(-timed);
    if (isNew) onProposal(instanceId);
    return { runId: proposal.run.id, totalMs, peakRssMb: result.peakRssMb };
  }

  async #workersFor(modelId: string): Promise<WorkerHost> {
    if (this.#workers?.modelId !== modelId) await this.#release();
    this.#workers ??= { modelId, host: this.#options.newWorkers() };
    return this.#workers.host;
  }

  async #release(): Promise<void> {
    const { host } = this.#workers ?? {};
    this.#workers = null;
    await host?.close();
  }

  #tell(id: string): void {
    this.#options.onProgress(this.summary(this.#options.library.setRuns.get(id)));
  }
}
