import { HostLane, type LaneLimits, type WorkerExit } from './host-lane.js';
import type { JobInput, JobKind, JobOutput, RunOptions, WorkerHost } from './protocol.js';
import type { ForkWorker } from './worker-process.js';

export interface HostOptions {
  fork: ForkWorker;
  /** Told of every process that ended and why, for the log. */
  report?: (exit: WorkerExit) => void;
  /** Limits other than the usual ones; tests make them small. */
  limits?: Partial<LaneLimits>;
}

const second = 1000;

/** Generous multiples of what 24 Mpx pictures took on two slow cores. */
export const defaultLimits: LaneLimits = {
  deadlineMs: {
    inspect: 30 * second,
    rendition: 60 * second,
    thumbnail: 60 * second,
    cleanCopy: 120 * second,
    pixelHash: 60 * second,
    fingerprint: 60 * second,
    readMask: 60 * second,
    dicomCopy: 120 * second,
    dicomSegmentation: 60 * second,
    readSegmentation: 60 * second,
    segment: 120 * second,
    segmentToPng: 120 * second,
    synthesise: 120 * second,
    selfTest: 120 * second,
  },
  memoryBytes: 3 * 2 ** 30,
  recycleAfter: 500,
  // Background work comes in bursts, and between them its process holds some hundred megabytes. The
  // reader's stays: a picture waits for it.
  idleMs: { batch: 5 * second },
  cancelGraceMs: second,
  restartMs: { first: second / 4, max: 8 * second },
};

/**
 * Supervised worker processes behind the WorkerHost interface: one for what the reader waits for,
 * one for batches, each forked when it gets its first job. A job's promise always settles: with
 * its output, the worker's error, or `worker-crashed`, `deadline-exceeded`, `out-of-memory` or
 * `cancelled`.
 */
export function createWorkerHost({ fork, report, limits }: HostOptions): WorkerHost {
  const settings = { ...defaultLimits, ...limits };
  const onExit = report ?? (() => undefined);
  const lanes = {
    reader: new HostLane('reader', fork, settings, onExit),
    batch: new HostLane('batch', fork, settings, onExit),
  };
  return {
    async run<Kind extends JobKind>(
      kind: Kind,
      input: JobInput<Kind>,
      options?: RunOptions,
    ): Promise<JobOutput<Kind>> {
      const output = await lanes[options?.lane ?? 'reader'].run(kind, input, options);
      // The worker is our own code, compiled against the same Jobs.
      return output as JobOutput<Kind>;
    },
    queued: () => lanes.reader.queued() + lanes.batch.queued(),
    async close() {
      await Promise.all([lanes.reader.close(), lanes.batch.close()]);
    },
  };
}
