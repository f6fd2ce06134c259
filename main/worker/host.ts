import { availableParallelism } from 'node:os';
import { HostLane, type LaneLimits, type WorkerExit } from './host-lane.js';
import type { JobInput, JobKind, JobOutput, RunOptions, WorkerHost } from './protocol.js';
import type { ForkWorker, Lane } from './worker-process.js';

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
    intake: 120 * second,
    rendition: 60 * second,
    thumbnail: 60 * second,
    cleanCopy: 120 * second,
    pixelHash: 60 * second,
    fingerprint: 60 * second,
    // An archive may hold tens of thousands of pictures.
    unpack: 3600 * second,
    findArtefacts: 120 * second,
    readMask: 60 * second,
    importMask: 60 * second,
    dicomCopy: 120 * second,
    dicomSegmentation: 60 * second,
    readSegmentation: 60 * second,
    segment: 120 * second,
    segmentToPng: 120 * second,
    synthesise: 120 * second,
    selfTest: 120 * second,
  },
  memoryBytes: 3 * 2 ** 30,
  // An import runs no network, and each new process costs as much as fifty pictures.
  recycleAfter: { reader: 500, batch: 500, import: 10_000 },
  // Background work comes in bursts, and between them its process holds some hundred megabytes. The
  // reader's stays longer: the first picture after a pause waits for a new one.
  idleMs: { reader: 120 * second, batch: 5 * second, import: 5 * second },
  cancelGraceMs: second,
  restartMs: { first: second / 4, max: 8 * second },
};

/**
 * Supervised worker processes behind the WorkerHost interface: one for what the reader waits for,
 * one for batches, one a core for imports, each forked when it gets its first job. A job's promise always settles: with
 * its output, the worker's error, or `worker-crashed`, `deadline-exceeded`, `out-of-memory` or
 * `cancelled`.
 */
export function createWorkerHost({ fork, report, limits }: HostOptions): WorkerHost {
  const settings = { ...defaultLimits, ...limits };
  const onExit = report ?? (() => undefined);
  const lanes: Readonly<Record<Lane, readonly HostLane[]>> = {
    reader: [new HostLane('reader', fork, settings, onExit)],
    batch: [new HostLane('batch', fork, settings, onExit)],
    import: Array.from(
      { length: availableParallelism() },
      () => new HostLane('import', fork, settings, onExit),
    ),
  };
  const all = Object.values(lanes).flat();
  return {
    async run<Kind extends JobKind>(
      kind: Kind,
      input: JobInput<Kind>,
      options?: RunOptions,
    ): Promise<JobOutput<Kind>> {
      const idlest = lanes[options?.lane ?? 'reader'].reduce((a, b) =>
        b.queued() < a.queued() ? b : a,
      );
      const output = await idlest.run(kind, input, options);
      // The worker is our own code, compiled against the same Jobs.
      return output as JobOutput<Kind>;
    },
    queued: () => all.reduce((sum, lane) => sum + lane.queued(), 0),
    async close() {
      await Promise.all(all.map((lane) => lane.close()));
    },
  };
}
