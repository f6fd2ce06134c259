import { fork, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { JobMessage } from './protocol.js';

/**
 * The lanes of the host: one process for what the reader waits for, one for what goes on in the
 * background, and one a core for files that are brought in.
 */
export type Lane = 'reader' | 'batch' | 'import';

/** The little that the host needs of a process, so that either kind of process can carry jobs. */
export interface WorkerProcess {
  postMessage(message: JobMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once; `status` is an exit code, a signal's name, or why it could not be started. */
  onExit(listener: (status: string) => void): void;
  /** Ends the process at once, whatever it is doing. */
  kill(): void;
  /** Resident memory in bytes; null where it cannot be read. */
  residentBytes(): number | null;
}

export type ForkWorker = (lane: Lane) => WorkerProcess;

const PAGE_BYTES = 4096;

/** Resident bytes of a process of this machine; null when it is gone or the platform has no /proc. */
export function residentBytesOf(pid: number | undefined): number | null {
  if (pid === undefined || process.platform !== 'linux') return null;
  try {
    const pages = Number(readFileSync(`/proc/${String(pid)}/statm`, 'utf8').split(' ')[1]);
    return Number.isFinite(pages) ? pages * PAGE_BYTES : null;
  } catch {
    // It has just ended: its exit says the rest.
    return null;
  }
}

/** Workers as plain Node processes, for the command line and tests. */
export function childProcessFork(workerFile: string): ForkWorker {
  return (lane) => {
    // Structured clone, so Uint8Arrays arrive as such. Nothing but results belongs on stdout.
    const child = fork(workerFile, [lane], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    return fromChildProcess(child);
  };
}

function fromChildProcess(child: ChildProcess): WorkerProcess {
  return {
    postMessage: (message) => {
      // A channel that closed first: the exit that follows rejects the job.
      child.send(message, () => undefined);
    },
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.once('exit', (code, signal) => {
        listener(signal ?? String(code));
      });
      child.on('error', (error) => {
        if (child.pid === undefined) listener(error.message);
      });
    },
    kill: () => {
      child.kill('SIGKILL');
    },
    residentBytes: () => residentBytesOf(child.pid),
  };
}

/** What is used of Electron's UtilityProcess, so that this file needs no Electron. */
export interface UtilityProcessLike {
  readonly pid?: number | undefined;
  postMessage(message: unknown): void;
  on(event: 'message', listener: (message: unknown) => void): unknown;
  once(event: 'exit', listener: (code: number) => void): unknown;
  kill(): boolean;
}

/**
 * A utilityProcess of Electron as a worker.
 * @param residentBytes memory of a process by id; Electron's app metrics where there is no /proc.
 */
export function fromUtilityProcess(
  utility: UtilityProcessLike,
  residentBytes: (pid: number | undefined) => number | null = residentBytesOf,
): WorkerProcess {
  return {
    postMessage: (message) => {
      utility.postMessage(message);
    },
    onMessage: (listener) => {
      utility.on('message', listener);
    },
    onExit: (listener) => {
      utility.once('exit', (code) => {
        listener(String(code));
      });
    },
    kill: () => {
      // Its own kill asks politely first; a process in native code does not hear.
      if (utility.pid === undefined) utility.kill();
      else process.kill(utility.pid, 'SIGKILL');
    },
    residentBytes: () => residentBytes(utility.pid),
  };
}
