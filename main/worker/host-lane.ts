import { setMaxListeners } from 'node:events';
import { AppError } from '../../shared/errors.js';
import { failure, type ExitReason } from './exit-reason.js';
import type { JobKind, JobReply, JobStage, RunOptions } from './protocol.js';
import type { ForkWorker, Lane, WorkerProcess } from './worker-process.js';

export interface WorkerExit {
  lane: Lane;
  reason: ExitReason;
  /** Exit code or signal. */
  status: string;
  /** The job that was running; never its input, which names a file. */
  job: JobKind | null;
}

export interface LaneLimits {
  deadlineMs: Record<JobKind, number>;
  memoryBytes: number;
  /** A process is replaced after this many jobs: native sessions and arenas do leak. */
  recycleAfter: Record<Lane, number>;
  /** How long a lane's process is kept without work. */
  idleMs: Record<Lane, number>;
  /** How long a cancelled job may still run before its process is ended. */
  cancelGraceMs: number;
  /** Pause before the second restart in a row; doubles from there up to the maximum. */
  restartMs: { first: number; max: number };
}

const MEMORY_POLL_MS = 100;

interface Job {
  id: number;
  kind: JobKind;
  input: unknown;
  onStart: (() => void) | undefined;
  onStage: RunOptions['onStage'] | undefined;
  /** Both do nothing after the first call of either. */
  resolve: (output: unknown) => void;
  reject: (error: AppError) => void;
}

interface Running {
  process: WorkerProcess;
  job: Job;
  deadline: NodeJS.Timeout;
  memoryPoll: NodeJS.Timeout;
}

function isReply(message: unknown): message is JobReply {
  return typeof message === 'object' && message !== null && 'id' in message && 'ok' in message;
}

function isStage(message: unknown): message is JobStage {
  return typeof message === 'object' && message !== null && 'id' in message && 'stage' in message;
}

/**
 * One process and the jobs waiting for it, one at a time and in order. A process that ends takes
 * only the job it was working on with it: the others wait for its successor.
 */
export class HostLane {
  private readonly waiting: Job[] = [];
  private process: WorkerProcess | null = null;
  private running: Running | null = null;
  /** Set before we end the process ourselves; an exit without it is a crash. */
  private ending: ExitReason | null = null;
  private jobsOfProcess = 0;
  private crashesInARow = 0;
  private restartPause: NodeJS.Timeout | null = null;
  private idle: NodeJS.Timeout | null = null;
  private closed = false;
  private nextId = 1;
  private onEmpty: (() => void) | null = null;

  constructor(
    private readonly lane: Lane,
    private readonly fork: ForkWorker,
    private readonly limits: LaneLimits,
    private readonly report: (exit: WorkerExit) => void,
  ) {}

  queued(): number {
    return this.waiting.length + (this.running === null ? 0 : 1);
  }

  run(
    kind: JobKind,
    input: unknown,
    { signal, onStart, onStage }: Pick<RunOptions, 'signal' | 'onStart' | 'onStage'> = {},
  ): Promise<unknown> {
    if (this.closed) return Promise.reject(failure('closed'));
    if (signal?.aborted === true) return Promise.reject(failure('cancelled'));
    const { promise, resolve, reject } = promiseParts();
    const id = this.nextId++;
    const job: Job = { id, kind, input, onStart, onStage, resolve, reject };
    const cancel = (): void => {
      this.cancel(job);
    };
    if (signal !== undefined) {
      // Every waiting job of an import listens to its one signal; Node takes more than ten for a leak.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', cancel, { once: true });
    }
    this.waiting.push(job);
    this.startNext();
    return promise.finally(() => {
      signal?.removeEventListener('abort', cancel);
    });
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.restartPause !== null) clearTimeout(this.restartPause);
    this.stopWaiting();
    for (const job of this.waiting.splice(0)) job.reject(failure('closed'));
    if (this.process === null) return;
    await new Promise<void>((resolve) => {
      this.onEmpty = resolve;
      this.end('closed');
    });
  }

  private cancel(job: Job): void {
    const index = this.waiting.indexOf(job);
    if (index >= 0) this.waiting.splice(index, 1);
    job.reject(failure('cancelled'));
    if (this.running?.job !== job) return;
    clearTimeout(this.running.deadline);
    this.running.deadline = setTimeout(() => {
      this.end('cancelled');
    }, this.limits.cancelGraceMs);
  }

  private startNext(): void {
    if (this.closed || this.running !== null || this.restartPause !== null) return;
    if (this.ending !== null) return;
    const job = this.waiting.shift();
    if (job === undefined) {
      this.endWhenIdle();
      return;
    }
    this.stopWaiting();
    const process = this.process ?? this.startProcess();
    this.running = {
      process,
      job,
      deadline: setTimeout(() => {
        this.end('deadline');
      }, this.limits.deadlineMs[job.kind]),
      memoryPoll: setInterval(() => {
        if ((process.residentBytes() ?? 0) > this.limits.memoryBytes) this.end('memory');
      }, MEMORY_POLL_MS),
    };
    process.postMessage({ id: job.id, kind: job.kind, input: job.input });
    job.onStart?.();
  }

  /** Gives back what a process holds: its network, its last picture, what native code keeps. */
  private endWhenIdle(): void {
    if (this.process === null) return;
    this.idle = setTimeout(() => {
      this.end('idle');
    }, this.limits.idleMs[this.lane]);
    this.idle.unref();
  }

  private stopWaiting(): void {
    if (this.idle !== null) clearTimeout(this.idle);
    this.idle = null;
  }

  private startProcess(): WorkerProcess {
    const process = this.fork(this.lane);
    this.process = process;
    this.jobsOfProcess = 0;
    process.onMessage((message) => {
      if (this.process !== process) return;
      if (isReply(message)) this.settle(message);
      else if (isStage(message)) this.staged(message);
    });
    process.onExit((status) => {
      if (this.process === process) this.exited(status);
    });
    return process;
  }

  /** What a job that was given up still does is nobody's business. */
  private staged({ id, stage }: JobStage): void {
    if (this.running?.job.id === id && this.ending === null) this.running.job.onStage?.(stage);
  }

  private settle(reply: JobReply): void {
    // A process that is being ended has lost its job already.
    if (this.running?.job.id !== reply.id || this.ending !== null) return;
    const { job } = this.running;
    this.release();
    this.crashesInARow = 0;
    this.jobsOfProcess += 1;
    if (reply.ok) job.resolve(reply.output);
    else job.reject(new AppError(reply.code, reply.message));
    if (this.jobsOfProcess >= this.limits.recycleAfter[this.lane]) this.end('recycled');
    this.startNext();
  }

  private release(): void {
    if (this.running === null) return;
    clearTimeout(this.running.deadline);
    clearInterval(this.running.memoryPoll);
    this.running = null;
  }

  private end(reason: ExitReason): void {
    if (this.process === null || (this.ending !== null && reason !== 'closed')) return;
    this.ending = reason;
    this.process.kill();
  }

  private exited(status: string): void {
    const reason = this.ending ?? 'crashed';
    const guilty = this.running?.job ?? null;
    this.release();
    this.stopWaiting();
    this.process = null;
    this.ending = null;
    this.report({ lane: this.lane, reason, status, job: guilty?.kind ?? null });
    guilty?.reject(failure(reason));
    if (this.closed) {
      this.onEmpty?.();
      return;
    }
    if (reason === 'crashed') this.pauseBeforeRestart();
    this.startNext();
  }

  /** The first restart is at once; a worker that keeps crashing must not take the machine. */
  private pauseBeforeRestart(): void {
    this.crashesInARow += 1;
    if (this.crashesInARow < 2) return;
    const { first, max } = this.limits.restartMs;
    this.restartPause = setTimeout(
      () => {
        this.restartPause = null;
        this.startNext();
      },
      Math.min(max, first * 2 ** (this.crashesInARow - 2)),
    );
  }
}

function promiseParts(): {
  promise: Promise<unknown>;
  resolve: (output: unknown) => void;
  reject: (error: AppError) => void;
} {
  let resolve: (output: unknown) => void = () => undefined;
  let reject: (error: AppError) => void = () => undefined;
  const promise = new Promise<unknown>((onResolve, onReject) => {
    resolve = onResolve;
    reject = onReject;
  });
  return { promise, resolve, reject };
}
