import type { Refusal, SegmentMask } from '../../../shared/domain.js';
import type { WorkerHost } from '../../worker/protocol.js';
import type { Library } from '../library.js';
import { takeFile, type TakenFile } from './import-file.js';
import type { PlannedSample } from './import-plan.js';
import { readMasks } from './imported-masks.js';
import { refusalOf } from './refusal.js';

/** A sample whose picture was looked at and whose masks were read, before any row is written. */
export type PreparedSample =
  | { kind: 'refused'; refusal: Refusal }
  | {
      kind: 'prepared';
      sample: PlannedSample;
      taken: TakenFile;
      masks: SegmentMask[];
      /** Of masks; the picture itself is taken. */
      refusals: Refusal[];
    };

/**
 * @param library where the picture is copied to; null: nowhere
 * @throws what concerns more than this sample, or the cancellation
 */
export async function prepareSample(
  sample: PlannedSample,
  {
    library,
    worker,
    signal,
  }: { library: Library | null; worker: WorkerHost; signal: AbortSignal | undefined },
): Promise<PreparedSample> {
  try {
    library?.requireWritable();
    const taken = await takeFile(library, worker, sample.path, signal);
    return {
      kind: 'prepared',
      sample,
      taken,
      ...(await readMasks(sample, taken.inspection, worker, signal)),
    };
  } catch (thrown) {
    if (signal?.aborted) throw thrown;
    return { kind: 'refused', refusal: refusalOf(sample.path, thrown) };
  }
}
