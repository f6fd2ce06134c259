import type { AbcdDraft } from '../../shared/abcd/draft.js';
import type { LesionSample } from '../../shared/abcd/lesion-sample.js';
import { ApiError } from '../api.js';

/**
 * The ABCD draft of a lesion, computed in a worker of its own, which ends with an abort; null
 * without a lesion. Rejects with {@link ApiError}: `cancelled` after an abort, `internal` otherwise.
 */
export function computeDraft(sample: LesionSample, signal: AbortSignal): Promise<AbcdDraft | null> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./abcd-worker.ts', import.meta.url), { type: 'module' });
    const end = (): void => {
      worker.terminate();
      signal.removeEventListener('abort', onAbort);
    };
    const onAbort = (): void => {
      end();
      reject(new ApiError('cancelled', 'the draft was given up'));
    };
    signal.addEventListener('abort', onAbort);
    worker.addEventListener('message', ({ data }: MessageEvent<AbcdDraft | null>) => {
      end();
      resolve(data);
    });
    worker.addEventListener('error', ({ message }) => {
      end();
      reject(new ApiError('internal', `the draft failed: ${message}`));
    });
    worker.postMessage(sample);
  });
}
