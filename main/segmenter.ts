import type { EventPayload } from '../shared/contract.js';
import type { InferenceStatus, Proposal, RunStage } from '../shared/domain.js';
import { referenceOf } from './models/registry.js';
import { propose } from './propose.js';
import type { ProposingModel } from './store/proposals.js';
import type { Library } from './store/library.js';
import { requireFrame } from './store/revisions.js';
import type { LoadedModel, WorkerHost } from './worker/protocol.js';

export interface SegmenterOptions {
  library: Library;
  workers: WorkerHost;
  /** The model of this id, the default one for null; checked. @throws AppError. */
  loadModel: (modelId: string | null) => Promise<LoadedModel>;
  device: () => 'auto' | 'cpu';
  onStatus: (status: InferenceStatus) => void;
  /** The worker has begun a run that the reader waits for. */
  onStart?: (request: SegmentRequest & { modelId: string; expectedMs: number | null }) => void;
  /** The run that the reader waits for has begun another part of its work. */
  onStage?: (stage: EventPayload<'proposal.stage'>) => void;
  /** A proposal was stored. */
  onProposal: (instanceId: string) => void;
  threads: number;
}

export interface SegmentRequest {
  instanceId: string;
  frame: number;
  /** Null: the default model. */
  modelId: string | null;
}

/**
 * Runs networks on pictures and keeps what they propose. A frame that a model has a stored run of
 * is not run again, and the same request made twice at a time is one run.
 */
export class Segmenter {
  readonly #options: SegmenterOptions;
  readonly #running = new Map<string, Promise<Proposal>>();
  /** What readers wait for, so that they can give it up. */
  readonly #asked = new Set<{ request: SegmentRequest; abort: AbortController }>();
  readonly #idle: (() => void)[] = [];
  #readerRuns = 0;
  #waitingInBackground = 0;
  #status: Omit<InferenceStatus, 'queued'>;

  constructor(options: SegmenterOptions) {
    this.#options = options;
    this.#status = { provider: null, threads: options.threads, fallback: null };
  }

  status(): InferenceStatus {
    return { ...this.#status, queued: this.#readerRuns + this.#waitingInBackground };
  }

  /** How many pictures wait for the background; shown with what the reader waits for. */
  setWaiting(count: number): void {
    if (count === this.#waitingInBackground) return;
    this.#waitingInBackground = count;
    this.#options.onStatus(this.status());
  }

  /** Proves the device on the default model, so that the status can be shown before any picture. */
  async selfTest(): Promise<void> {
    const model = await this.#options.loadModel(null);
    const verdict = await this.#options.workers.run('selfTest', {
      model,
      device: this.#options.device(),
    });
    this.#tell(verdict);
  }

  /** Gives up the reader's runs for a frame, of one model or of all; they reject with `cancelled`. */
  cancel({ instanceId, frame, modelId }: SegmentRequest): void {
    for (const { request, abort } of this.#asked) {
      if (request.instanceId !== instanceId || request.frame !== frame) continue;
      if (modelId === null || request.modelId === modelId) abort.abort();
    }
  }

  /** @throws AppError, among others `library-read-only` where there is no stored run. */
  async run(
    request: SegmentRequest,
    lane: 'reader' | 'batch',
    signal?: AbortSignal,
  ): Promise<Proposal> {
    if (lane === 'batch') return this.#shared(request, lane, signal);
    const asked = { request, abort: new AbortController() };
    this.#asked.add(asked);
    return this.#shared(request, lane, asked.abort.signal).finally(() => this.#asked.delete(asked));
  }

  async #shared(
    request: SegmentRequest,
    lane: 'reader' | 'batch',
    signal: AbortSignal | undefined,
  ): Promise<Proposal> {
    const { library, loadModel } = this.#options;
    const instance = library.instances.get(request.instanceId);
    requireFrame(instance, request.frame);
    const model = await loadModel(request.modelId);
    const { threshold } = model.manifest;
    const proposing = { ...referenceOf(model), threshold };
    const stored = library.proposals.latestOf(instance.id, request.frame, proposing);
    if (stored) return stored;
    library.requireWritable();
    const key = [instance.id, request.frame, JSON.stringify(proposing), lane].join('/');
    const shared = this.#running.get(key);
    if (shared) return shared;
    const started = this.#counted(lane, () =>
      this.#segment(request, { model, proposing, lane }, signal),
    ).finally(() => this.#running.delete(key));
    this.#running.set(key, started);
    // Who asks after it was given up gets a run of its own.
    signal?.addEventListener('abort', () => this.#running.delete(key), { once: true });
    return started;
  }

  /** Resolves when no reader waits for a run. */
  async readerIdle(): Promise<void> {
    while (this.#readerRuns > 0) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  async #segment(
    { instanceId, frame }: SegmentRequest,
    run: { model: LoadedModel; proposing: ProposingModel; lane: 'reader' | 'batch' },
    signal: AbortSignal | undefined,
  ): Promise<Proposal> {
    const { library, workers, device, onProposal, onStart, onStage } = this.#options;
    const { model, proposing, lane } = run;
    const begun = (): void => {
      if (lane === 'batch') return;
      const { id: modelId, sha256 } = proposing;
      const expectedMs = library.proposals.lastDurationMs(sha256);
      onStart?.({ instanceId, frame, modelId, expectedMs });
    };
    const staged = (stage: RunStage): void => {
      if (lane === 'reader') onStage?.({ instanceId, frame, modelId: proposing.id, stage });
    };
    const { proposal, isNew, result } = await propose(
      { library, workers, model, device: device(), lane, onStart: begun, onStage: staged, signal },
      { instanceId, frame },
    );
    this.#tell(result);
    if (isNew) onProposal(instanceId);
    return proposal;
  }

  #tell({ provider, threads, fallback }: Omit<InferenceStatus, 'queued'>): void {
    this.#status = { provider, threads, fallback };
    this.#options.onStatus(this.status());
  }

  async #counted<Result>(lane: 'reader' | 'batch', act: () => Promise<Result>): Promise<Result> {
    if (lane === 'batch') return act();
    this.#readerRuns += 1;
    this.#options.onStatus(this.status());
    try {
      return await act();
    } finally {
      this.#readerRuns -= 1;
      this.#options.onStatus(this.status());
      if (this.#readerRuns === 0) for (const resolve of this.#idle.splice(0)) resolve();
    }
  }
}
