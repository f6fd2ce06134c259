import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.js';
import { Audit } from '../audit.js';
import { syncFolder, temporaryPath } from '../atomic-write.js';
import { Database, type BoundValue } from '../database.js';
import { LibraryLock } from '../lock.js';
import { currentVersion, migrate } from '../migrate.js';
import { RecordFiles } from './record-files.js';
import { schemaLine, type RowRecord } from './record-lines.js';

export interface RebuildOutcome {
  /** Rows of the new database that came from records. */
  rows: number;
  /** Lines that were cut off or altered, and rows that do not fit the schema: left out. */
  unreadable: number;
  /** Rows that refer to one that is missing. */
  dangling: number;
  /** Where the database that was there lies now; null where there was none. */
  setAside: string | null;
}

/** Rows a transaction: one for each would take a flush to the disk each. */
const rowsAtOnce = 10_000;

/**
 * Makes the database of a library anew from what was written down beside its files. The one that is
 * there, damaged or not, is set aside and never deleted.
 *
 * @throws AppError `not-found` where nothing was written down, `library-read-only` while another
 * program has the library open, `unsupported-format` for records of a newer version, `disk-full`
 */
export async function rebuildLibrary(folder: string, now = Date.now): Promise<RebuildOutcome> {
  if (!existsSync(folder)) {
    throw new AppError('not-found', 'There is no library in this folder. Choose another one.');
  }
  const files = new RecordFiles(join(folder, 'records'));
  const lock = LibraryLock.acquire(folder, now, () => undefined);
  if (!lock.held) throw new AppError('library-read-only', lock.reason);
  const path = temporaryPath(folder);
  try {
    const schema = await schemaOf(files);
    const database = Database.openForWriting(path);
    try {
      const counts = await fill(database, files, schema);
      const { count: dangling } = database.getOne(
        z.object({ count: z.int() }),
        'SELECT count(*) AS count FROM pragma_foreign_key_check',
      );
      const outcome = { ...counts, dangling };
      new Audit(database, now).append({
        actor: 'application',
        action: 'library.rebuilt',
        subject: 'library',
        facts: outcome,
      });
      database.checkpoint();
      database.close();
      return { ...outcome, setAside: await putInPlace(folder, path, now()) };
    } finally {
      if (database.isOpen) database.close();
    }
  } finally {
    for (const ending of ['', '-wal', '-shm']) rmSync(`${path}${ending}`, { force: true });
    lock.lock.release();
  }
}

/** The newest schema that rows were written down in. */
async function schemaOf(files: RecordFiles): Promise<number> {
  let newest = 0;
  for await (const record of files.read()) {
    if (record?.table !== schemaLine) continue;
    newest = Math.max(newest, Number(record.key[0]));
  }
  if (newest === 0) {
    throw new AppError(
      'not-found',
      'Nothing is written down beside the files of this library, so its database cannot be made ' +
        'anew. Restore library.db from a backup.',
    );
  }
  if (newest > currentVersion) {
    throw new AppError(
      'unsupported-format',
      'The records were written by a newer version of the application. Rebuild the library with it.',
    );
  }
  return newest;
}

async function fill(
  database: Database,
  files: RecordFiles,
  schema: number,
): Promise<{ rows: number; unreadable: number }> {
  migrate(database, schema);
  database.exec('PRAGMA foreign_keys = OFF');
  // They guard and follow single acts; here every row is put in as it was.
  const triggers = database.all(
    z.object({ name: z.string(), sql: z.string() }),
    "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
  );
  for (const { name } of triggers) database.exec(`DROP TRIGGER "${name}"`);
  const rows = new RowWriter(database);
  let batch: RowRecord[] = [];
  let unreadable = 0;
  const write = (): void => {
    database.transaction(() => {
      for (const record of batch) if (!rows.write(record)) unreadable += 1;
    });
    batch = [];
  };
  for await (const record of files.read()) {
    if (record === null) unreadable += 1;
    else if (record.table !== schemaLine) batch.push(record);
    if (batch.length === rowsAtOnce) write();
  }
  write();
  database.transaction(() => {
    for (const { sql } of triggers) database.exec(sql);
    database.exec('DELETE FROM catalogue');
    database.exec('INSERT INTO catalogue SELECT * FROM catalogue_source');
    database.exec('INSERT INTO search_stale SELECT sequence FROM instances');
  });
  migrate(database);
  database.exec('PRAGMA foreign_keys = ON');
  return { rows: rows.count(), unreadable };
}

/** Puts rows in as they were written down, later ones over earlier ones. */
class RowWriter {
  readonly #database: Database;
  readonly #tables = new Map<string, { columns: ReadonlySet<string>; key: readonly string[] }>();

  constructor(database: Database) {
    this.#database = database;
  }

  /** @returns false for a row that does not fit the schema */
  write({ table, key, row }: RowRecord): boolean {
    const { columns, key: keyColumns } = this.#table(table);
    if (keyColumns.length === 0 || keyColumns.length !== key.length) return false;
    try {
      if (row === null) {
        const where = keyColumns.map((column) => `"${column}" = ?`).join(' AND ');
        this.#database.run(`DELETE FROM "${table}" WHERE ${where}`, key);
        return true;
      }
      const known = Object.entries(row).filter(([column]) => columns.has(column));
      const names = known.map(([column]) => `"${column}"`).join(', ');
      const marks = known.map(() => '?').join(', ');
      const values: BoundValue[] = known.map(([, value]) => value);
      this.#database.run(`INSERT OR REPLACE INTO "${table}" (${names}) VALUES (${marks})`, values);
      return true;
    } catch (thrown) {
      // A row that breaks a rule of its table is no row of this library.
      if (thrown instanceof AppError && thrown.code === 'internal') return false;
      throw thrown;
    }
  }

  /** Rows that are there now, in the tables that were written to. */
  count(): number {
    const schema = z.object({ count: z.int() });
    return [...this.#tables]
      .filter(([, { key }]) => key.length > 0)
      .map(([table]) => this.#database.getOne(schema, `SELECT count(*) AS count FROM "${table}"`))
      .reduce((sum, { count }) => sum + count, 0);
  }

  #table(name: string): { columns: ReadonlySet<string>; key: readonly string[] } {
    const known = this.#tables.get(name);
    if (known) return known;
    const columns = this.#database.all(
      z.object({ name: z.string(), pk: z.int() }),
      'SELECT name, pk FROM pragma_table_info(?) ORDER BY pk',
      [name],
    );
    const table = {
      columns: new Set(columns.map((column) => column.name)),
      key: columns.filter(({ pk }) => pk > 0).map((column) => column.name),
    };
    this.#tables.set(name, table);
    return table;
  }
}

/** @returns the name of the database that was there, or null */
async function putInPlace(folder: string, made: string, nowMs: number): Promise<string | null> {
  const stamp = new Date(nowMs).toISOString().replace(/[-:]/g, '').slice(0, 15);
  const aside = `library-before-rebuild-${stamp}.db`;
  const there = statSync(join(folder, 'library.db'), { throwIfNoEntry: false }) !== undefined;
  for (const ending of ['-wal', '-shm', '']) {
    const from = join(folder, `library.db${ending}`);
    if (existsSync(from)) renameSync(from, join(folder, `${aside}${ending}`));
  }
  renameSync(made, join(folder, 'library.db'));
  await syncFolder(folder);
  return there ? aside : null;
}
