import { parseArgs } from 'node:util';
import { rebuildLibrary } from '../store/records/rebuild.js';
import { openLibrary } from '../store/open-library.js';
import { exitCode, UsageError, type CommandIo } from './command.js';
import { readingArguments } from './library-arguments.js';

export const usage = `library rebuild --library DIR [--json]
  Makes the database anew from what is written down beside the files of the
  library. The database that is there is set aside and never deleted.
       limen library purge --library DIR --older-than DAYS --reader NAME
    [--before-retention] [--json]
  Deletes for good what has been in the trash for so many days, but for what a
  snapshot holds. The audit log says who asked. Fewer days than the library
  keeps its trash (30) are refused, unless --before-retention says that it is
  meant so.`;

/** Exit code 1 when something written down could not be read. */
export async function run(args: string[], io: CommandIo): Promise<number> {
  const [verb, ...rest] = args;
  if (verb === 'rebuild') return rebuild(rest, io);
  if (verb === 'purge') return purge(rest, io);
  throw new UsageError('say `rebuild` or `purge`');
}

async function rebuild(args: string[], io: CommandIo): Promise<number> {
  const { folder, json } = readingArguments(args);
  const outcome = await rebuildLibrary(folder);
  const { rows, unreadable, dangling, setAside } = outcome;
  io.print(
    json
      ? JSON.stringify(outcome)
      : `${String(rows)} rows; ${String(unreadable)} could not be read, ${String(dangling)} refer to ` +
          `what is missing; the old database: ${setAside ?? 'there was none'}`,
  );
  return unreadable + dangling === 0 ? exitCode.done : exitCode.failed;
}

async function purge(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      library: { type: 'string' },
      'older-than': { type: 'string' },
      reader: { type: 'string' },
      'before-retention': { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
    },
  });
  const { library: folder, reader, 'older-than': olderThan } = values;
  const days = olderThan !== undefined && /^\d{1,5}$/.test(olderThan) ? Number(olderThan) : null;
  if (folder === undefined || reader === undefined || days === null || positionals.length > 0) {
    throw new UsageError('--library DIR, --older-than DAYS (a whole number) and --reader NAME');
  }
  const library = await openLibrary(folder, { access: 'write' });
  try {
    library.requireWritable();
    const outcome = await library.trash.purge(
      library.now() - days * 86_400_000,
      `reader ${reader}`,
      { beforeRetention: values['before-retention'] },
    );
    const { purged, keptForSnapshots } = outcome;
    io.print(
      values.json
        ? JSON.stringify(outcome)
        : `${String(purged)} pictures deleted, ${String(keptForSnapshots)} kept for snapshots`,
    );
    return exitCode.done;
  } finally {
    library.close();
  }
}
