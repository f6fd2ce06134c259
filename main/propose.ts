import type { Proposal } from '../shared/domain.js';
import { AppError } from '../shared/errors.js';
import { referenceOf } from './models/registry.js';
import type { Library } from './store/library.js';
import type {
  JobInput,
  JobOutput,
  LoadedModel,
  ReportStage,
  WorkerHost,
} from './worker/protocol.js';

interface ProposeOptions {
  readonly library: Library;
  readonly workers: WorkerHost;
  readonly model: LoadedModel;
  readonly device: JobInput<'segment'>['device'];
  readonly lane: 'reader' | 'batch';
  /** The run begins, after what waited before it. */
  readonly onStart?: () => void;
  /** It has begun another part of its work. */
  readonly onStage?: ReportStage;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a model on a frame and keeps what it proposes. What another run of the same model stored
 * meanwhile is kept instead.
 *
 * @returns with `isNew` false where nothing was stored
 * @throws AppError `cancelled`, a worker's failure, or why it cannot be kept
 */
export async function propose(
  { library, workers, model, device, lane, onStart, onStage, signal }: ProposeOptions,
  { instanceId, frame }: { instanceId: string; frame: number },
): Promise<{ proposal: Proposal; isNew: boolean; result: JobOutput<'segment'> }> {
  const path = await library.blobs
    .verifiedPath(library.instances.get(instanceId).sha256, signal)
    .catch((thrown: unknown) => {
      if (signal?.aborted !== true) throw thrown;
      throw new AppError('cancelled', 'The run was cancelled.', { cause: thrown });
    });
  const result = await workers.run(
    'segment',
    { path, frame, model, device },
    { lane, ...(onStart && { onStart }), ...(onStage && { onStage }), ...(signal && { signal }) },
  );
  const { threshold } = model.manifest;
  const reference = referenceOf(model);
  const stored = library.proposals.latestOf(instanceId, frame, { ...reference, threshold });
  if (stored) return { proposal: stored, isNew: false, result };
  const { provider, confidence, decodeMs, runMs, probability, mask } = result;
  const proposal = await library.proposals.insert({
    instanceId,
    frame,
    model: reference,
    provider,
    confidence,
    threshold: result.threshold,
    decodeMs,
    runMs,
    probability,
    mask,
  });
  return { proposal, isNew: true, result };
}
