import { join } from 'node:path';
import { UsageError, exitCode, type Command, type CommandIo } from './cli/command.js';
import { modelFolders, type ModelFolders } from './models/model-folders.js';
import { profileFolder } from './profile-folder.js';
import { guardDevice } from './worker/host-device-guard.js';
import { createWorkerHost } from './worker/host.js';
import type { WorkerHost } from './worker/protocol.js';
import { childProcessFork, type ForkWorker } from './worker/worker-process.js';

/** Loaded when called: `models list` needs no database, `verify` no networks. */
const commands: Record<string, () => Promise<Command>> = {
  segment: () => import('./cli/segment.js'),
  evaluate: () => import('./cli/evaluate.js'),
  compare: () => import('./cli/compare.js'),
  models: () => import('./cli/models.js'),
  import: () => import('./cli/import.js'),
  snapshot: () => import('./cli/snapshot.js'),
  export: () => import('./cli/export.js'),
  verify: () => import('./cli/verify.js'),
  audit: () => import('./cli/audit.js'),
  library: () => import('./cli/library.js'),
};

export interface CliOptions {
  /** How workers are forked; by default as Node processes of the worker beside this file. */
  fork?: ForkWorker;
  models?: ModelFolders;
  print?: (line: string) => void;
  note?: (line: string) => void;
}

/**
 * The `limen` command.
 * @param args what follows `limen`
 * @returns exit code: 0 done, 1 something failed, 2 wrong usage
 */
export async function runCli(args: string[], options: CliOptions = {}): Promise<number> {
  const note = options.note ?? ((line: string) => process.stderr.write(`${line}\n`));
  const print = options.print ?? ((line: string) => process.stdout.write(`${line}\n`));
  const [name = '', ...rest] = args;
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (load === undefined) return showCommands(name, print, note);
  const command = await load();
  if (rest.includes('--help')) {
    print(usageOf(command));
    return exitCode.done;
  }

  const interrupted = new AbortController();
  const interrupt = (): void => {
    interrupted.abort();
  };
  process.once('SIGINT', interrupt);
  let host: WorkerHost | null = null;
  const newWorkers = (): WorkerHost => {
    const fork = options.fork ?? childProcessFork(join(import.meta.dirname, 'worker.js'));
    return guardDevice(createWorkerHost({ fork }));
  };
  const io: CommandIo = {
    print,
    note,
    workers: () => (host ??= newWorkers()),
    newWorkers,
    models: options.models ?? modelFolders(import.meta.dirname, profileFolder()),
    signal: interrupted.signal,
  };
  try {
    return await command.run(rest, io);
  } catch (thrown) {
    if (isUsageError(thrown)) {
      note(`limen ${name}: ${thrown.message}`);
      note(usageOf(command));
      return exitCode.usage;
    }
    note(`limen ${name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    return exitCode.failed;
  } finally {
    process.removeListener('SIGINT', interrupt);
    await closeHost(host);
  }
}

/** A function, since the compiler cannot see that `io.workers` assigned the variable. */
async function closeHost(host: WorkerHost | null): Promise<void> {
  await host?.close();
}

function usageOf(command: Command): string {
  return `Usage: limen ${command.usage}`;
}

function isUsageError(thrown: unknown): thrown is Error {
  if (thrown instanceof UsageError) return true;
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  return typeof code === 'string' && code.startsWith('ERR_PARSE_ARGS');
}

function showCommands(
  name: string,
  print: (line: string) => void,
  note: (line: string) => void,
): number {
  const list = `Usage: limen ${Object.keys(commands).join('|')} ... (limen <command> --help)`;
  if (name === '--help' || name === 'help') {
    print(list);
    return exitCode.done;
  }
  note(name === '' ? 'limen: name a command' : `limen: there is no command ${name}`);
  note(list);
  return exitCode.usage;
}
