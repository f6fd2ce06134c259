import type { Provider } from '../../shared/domain.js';
import type { Failure } from '../../shared/comparison/report.js';
import { AppError, toAppError } from '../../shared/errors.js';
import type { LoadedModel, WorkerHost } from '../worker/protocol.js';

/** What one model made of one picture. */
export interface Prediction {
  /** Native size, encoded: thousands of them are held at a time. */
  readonly mask: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly confidence: number;
  readonly decodeMs: number;
  readonly runMs: number;
  /** The whole job, from the request to its answer. */
  readonly totalMs: number;
}

export interface MeasuredModel {
  readonly model: LoadedModel;
  readonly provider: Provider;
  readonly predictions: ReadonlyMap<string, Prediction>;
  readonly failures: readonly Failure[];
  /** Peak resident memory of a process that ran this model only. */
  readonly peakRssMb: number;
}

/**
 * Run one model over pictures, one after the other, in worker processes of its own, so that its
 * memory is not another model's.
 *
 * @param pictures paths by id
 * @param onPicture told after each picture, and why one failed
 * @throws AppError `cancelled`, `model-invalid`, or why the model cannot run at all.
 */
export async function measureModel(
  model: LoadedModel,
  pictures: ReadonlyMap<string, string>,
  workers: WorkerHost,
  { signal, onPicture }: { signal: AbortSignal; onPicture: (failure: Failure | null) => void },
): Promise<MeasuredModel> {
  // Loaded before the first picture's time begins.
  const { provider } = await workers.run('selfTest', { model, device: 'auto' }, { signal });
  const predictions = new Map<string, Prediction>();
  const failures: Failure[] = [];
  let peakRssMb = 0;
  for (const [id, path] of pictures) {
    if (signal.aborted) throw new AppError('cancelled', 'stopped before the end');
    const from = performance.now();
    try {
      const input = { path, frame: 0, model, device: 'auto' } as const;
      const found = await workers.run('segment', input, { signal });
      const totalMs = performance.now() - from;
      const { mask, width, height, confidence, decodeMs, runMs } = found;
      predictions.set(id, { mask, width, height, confidence, decodeMs, runMs, totalMs });
      peakRssMb = Math.max(peakRssMb, found.peakRssMb);
      onPicture(null);
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      if (code === 'cancelled') throw thrown;
      const failure = { id, code, message };
      failures.push(failure);
      onPicture(failure);
    }
  }
  return { model, provider, predictions, failures, peakRssMb };
}
