import { runCli } from '../../main/cli.js';
import type { ModelFolders } from '../../main/models/model-folders.js';
import type { BuiltWorker } from './built-worker.js';

export interface RecordedCommand {
  /** Exit code of `limen` with these arguments. */
  limen: (...args: string[]) => Promise<number>;
  /** Lines of stdout so far. */
  printed: string[];
  /** Lines of stderr so far. */
  noted: string[];
}

/** The `limen` command with a real worker, in the process of the test. */
export function recordCommand(worker: BuiltWorker, models: ModelFolders): RecordedCommand {
  const [printed, noted]: [string[], string[]] = [[], []];
  const output = {
    print: (line: string) => printed.push(line),
    note: (line: string) => noted.push(line),
  };
  return {
    printed,
    noted,
    limen: (...args) => runCli(args, { fork: worker.fork, models, ...output }),
  };
}
