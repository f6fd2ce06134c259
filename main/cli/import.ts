import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { importFiles } from '../store/import/import-files.js';
import { openLibrary } from '../store/open-library.js';
import { exitCode, UsageError, type CommandIo } from './command.js';
import { required } from './library-arguments.js';

export const usage = `import --library DIR [--json] PATH...
  Imports pictures and folders of pictures; the library is made where there is none.
  --json  one line a picture as it comes in or is refused, then one with the counts`;

/** Exit code 1 when a file was refused or the import was cut short. */
export async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { library: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const folder = required(values.library, '--library DIR');
  if (positionals.length === 0) throw new UsageError('no PATH to import');
  const library = await openLibrary(folder);
  try {
    const { state, imported, duplicates, refusals } = await importFiles({
      library,
      worker: io.workers(),
      paths: positionals,
      jobId: randomUUID(),
      signal: io.signal,
      onProgress: ({ done, total }) => {
        io.note(`${String(done)} of ${String(total)}`);
      },
      onImported: ({ id, fileName, width, height, frames }) => {
        if (values.json) {
          io.print(JSON.stringify({ file: fileName, instance: id, width, height, frames }));
        }
      },
    });
    for (const { fileName, code, reason } of refusals) {
      if (values.json) {
        io.print(JSON.stringify({ file: fileName, error: { code, message: reason } }));
      } else io.note(`refused: ${fileName}: ${reason}`);
    }
    const counts = { state, imported, duplicates, refused: refusals.length };
    io.print(
      values.json
        ? JSON.stringify(counts)
        : `${state}: ${String(imported)} imported, ${String(duplicates)} already there, ` +
            `${String(refusals.length)} refused`,
    );
    return state === 'finished' && refusals.length === 0 ? exitCode.done : exitCode.failed;
  } finally {
    library.close();
  }
}
