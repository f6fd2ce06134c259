import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { metadataColumns, type ImportProgress } from '../../shared/domain.js';
import { importFiles, tryImport, type ImportRequest } from '../store/import/import-files.js';
import { Metadata, readMetadataTable, suggestColumns } from '../store/import/metadata-table.js';
import { openLibrary } from '../store/open-library.js';
import { exitCode, UsageError, progressNotes, type CommandIo } from './command.js';
import { required } from './library-arguments.js';

export const usage = `import --library DIR [--metadata FILE [--column WHAT=NAME]...]
    [--source TEXT [--licence TEXT]] [--reader NAME] [--dry-run] [--json] PATH...
  Imports pictures and folders of pictures; the library is made where there is none. Masks come
  along with their pictures: ISIC (<id>_segmentation.png, <id>_attribute_<name>.png), COCO,
  nnU-Net v2, and Limen's own export.
  --metadata FILE     a CSV file with a row a picture
  --column WHAT=NAME  which column says what: picture, patient, lesion, site, diagnosis or split;
                      without a NAME none does. Usual names are found by themselves
  --source TEXT       where pictures and masks come from, for dataset cards
  --licence TEXT      under which licence
  --reader NAME       who imports, for the audit log (reader-1)
  --dry-run           does everything but write, and says what would come of it
  --json              one line a picture as it comes in or is refused, then one with the counts`;

const options = {
  library: { type: 'string' },
  metadata: { type: 'string' },
  column: { type: 'string', multiple: true, default: [] as string[] },
  source: { type: 'string' },
  licence: { type: 'string', default: '' },
  reader: { type: 'string', default: 'reader-1' },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

/** Exit code 1 when a file was refused or the import was cut short. */
export async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const folder = required(values.library, '--library DIR');
  if (positionals.length === 0) throw new UsageError('no PATH to import');
  if (values.metadata === undefined && values.column.length > 0) {
    throw new UsageError('--column needs --metadata FILE');
  }
  if (values.source === undefined && values.licence !== '') {
    throw new UsageError('--licence needs --source TEXT');
  }
  const metadata = await readMetadata(values.metadata, values.column, io);
  const request: ImportRequest = {
    worker: io.workers(),
    paths: positionals.map((path) => resolve(path)),
    jobId: randomUUID(),
    reader: values.reader,
    signal: io.signal,
    ...(metadata && { metadata }),
    ...(values.metadata !== undefined && { passOver: [resolve(values.metadata)] }),
    ...(values.source !== undefined && {
      source: { statement: values.source, licence: values.licence },
    }),
    onProgress: progressNotes(io),
  };
  const progress = values['dry-run']
    ? await tryInto(folder, request)
    : await importInto(folder, request, values.json ? io : null);
  report(progress, metadata, values, io);
  const { state, refusals } = progress;
  return state === 'finished' && refusals.length === 0 ? exitCode.done : exitCode.failed;
}

async function readMetadata(
  path: string | undefined,
  assignments: readonly string[],
  io: CommandIo,
): Promise<Metadata | null> {
  if (path === undefined) return null;
  const table = readMetadataTable(await readFile(path, 'utf8'));
  const columns = suggestColumns(table.columns);
  for (const assignment of assignments) {
    const [what = '', ...name] = assignment.split('=');
    const known = metadataColumns.keyof().safeParse(what);
    if (!known.success || name.length === 0)
      throw new UsageError(`what is --column ${assignment}?`);
    columns[known.data] = name.join('=') || null;
  }
  const used = Object.entries(columns).filter(([, column]) => column !== null);
  io.note(`metadata: ${used.map(([what, column]) => `${what}=${String(column)}`).join(', ')}`);
  return new Metadata(table, columns);
}

async function importInto(
  folder: string,
  request: ImportRequest,
  io: CommandIo | null,
): Promise<ImportProgress> {
  const library = await openLibrary(folder);
  try {
    return await importFiles({
      ...request,
      library,
      onImported: ({ id, fileName, width, height, frames }) => {
        io?.print(JSON.stringify({ file: fileName, instance: id, width, height, frames }));
      },
    });
  } finally {
    library.close();
  }
}

async function tryInto(folder: string, request: ImportRequest): Promise<ImportProgress> {
  const library = existsSync(join(folder, 'library.db'))
    ? await openLibrary(folder, { access: 'read' })
    : null;
  try {
    return await tryImport({ ...request, library });
  } finally {
    library?.close();
  }
}

function report(
  { state, imported, duplicates, masks, refusals }: ImportProgress,
  metadata: Metadata | null,
  { json, 'dry-run': dryRun }: { json: boolean; 'dry-run': boolean },
  io: CommandIo,
): void {
  for (const { fileName, code, reason } of refusals) {
    if (json) io.print(JSON.stringify({ file: fileName, error: { code, message: reason } }));
    else io.note(`refused: ${fileName}: ${reason}`);
  }
  const unusedRows = metadata?.unusedRows ?? 0;
  if (json) {
    const counts = { state, imported, duplicates, masks, refused: refusals.length };
    io.print(JSON.stringify({ ...counts, ...(metadata && { unusedRows }), dryRun }));
    return;
  }
  if (unusedRows > 0) io.note(`${String(unusedRows)} rows of the metadata name no picture`);
  io.print(
    `${dryRun ? 'dry run ' : ''}${state}: ${String(imported)} imported, ` +
      `${String(duplicates)} already there, ${String(masks)} masks, ` +
      `${String(refusals.length)} refused`,
  );
}
