import type { ModelFolders } from '../models/model-folders.js';
import type { WorkerHost } from '../worker/protocol.js';

/** What a command may touch of the outside, so tests run commands in their own process. */
export interface CommandIo {
  /** One line to stdout: results only, so stdout can be piped. */
  print(line: string): void;
  /** One line to stderr: progress, notices and errors. */
  note(line: string): void;
  /** The worker processes, forked at the first call; cli.ts closes them. */
  workers(): WorkerHost;
  /** Processes of their own, for what must not share memory; whoever asks closes them. */
  newWorkers(): WorkerHost;
  /** Where models lie, shipped and added. */
  readonly models: ModelFolders;
  /** Aborted at Ctrl-C. */
  readonly signal: AbortSignal;
}

/** One `limen` command: a module of this folder. */
export interface Command {
  /** Lines shown for wrong usage and for --help, without the leading `limen`. */
  readonly usage: string;
  /**
   * @returns exit code: 0 done, 1 something failed. A UsageError, or an error of
   * node:util's parseArgs, becomes 2; any other error is printed and becomes 1.
   */
  run(args: string[], io: CommandIo): Promise<number>;
}

/** The command was called wrongly: message and usage are printed, exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const exitCode = { done: 0, failed: 1, usage: 2 } as const;

const MS_BETWEEN_NOTES = 1000;

/**
 * Notes how far a command is, once a second at most: a line for each picture would bury the others.
 *
 * @param what stands behind the numbers
 */
export function progressNotes(
  { note }: Pick<CommandIo, 'note'>,
  what = '',
): (progress: { done: number; total: number }) => void {
  let noted = performance.now();
  return ({ done, total }) => {
    const now = performance.now();
    if (now - noted < MS_BETWEEN_NOTES) return;
    noted = now;
    note(`${String(done)} of ${String(total)}${what}`);
  };
}
