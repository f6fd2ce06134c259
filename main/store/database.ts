import { pathToFileURL } from 'node:url';
import Driver from 'libsql';
import { z } from 'zod';
import { AppError, type ErrorCode } from '../../shared/errors.js';

/** What a statement can bind; booleans are stored as 0 and 1. */
export type BoundValue = string | number | boolean | Uint8Array | null;

/** A BLOB column: the driver hands out ArrayBuffers. */
export const blobColumn = z
  .union([z.instanceof(ArrayBuffer), z.instanceof(Uint8Array)])
  .transform((bytes) => (bytes instanceof Uint8Array ? bytes : new Uint8Array(bytes)));

/** A truth value stored as 0 or 1. */
export const booleanColumn = z
  .union([z.literal(0), z.literal(1)])
  .transform((value) => value === 1);

const damagedMessage =
  'The library database is damaged. Run "limen library rebuild" on the library, which sets the ' +
  'damaged database aside, or restore library.db from a backup.';

/** Primary result codes (sqlite.org/rescode.html): the low byte of what the driver reports. */
const failures: Readonly<Record<number, readonly [ErrorCode, string]>> = {
  5: ['library-read-only', 'Another program is writing to the library. Close it and try again.'],
  6: ['library-read-only', 'Another program is writing to the library. Close it and try again.'],
  8: ['library-read-only', 'The library is open for reading only.'],
  10: ['write-failed', 'The library database could not be read or written. Check its disk.'],
  11: ['library-damaged', damagedMessage],
  13: ['disk-full', 'The disk of the library is full. Free some space and try again.'],
  14: ['write-failed', 'The library database could not be opened. Check the folder and its disk.'],
  26: ['library-damaged', damagedMessage],
};

const driverError = z.object({
  code: z.string(),
  message: z.string(),
  rawCode: z.int().optional(),
});

/** A failure of the driver as an AppError; other throwables are handed through. */
function translate(thrown: unknown): unknown {
  if (thrown instanceof AppError) return thrown;
  const failure = driverError.safeParse(thrown).data;
  if (!failure) return thrown;
  // A failed open carries its number in the text only.
  const inText = /ConnectionFailed\(.*: (\d+)"?\)/.exec(failure.message)?.[1];
  const known = failures[(failure.rawCode ?? Number(inText ?? 0)) & 0xff];
  const [code, message] = known ?? ['internal', `The database refused: ${failure.message}`];
  return new AppError(code, message, { cause: thrown });
}

function guarded<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (thrown) {
    throw translate(thrown);
  }
}

/**
 * One connection to a library's SQLite database: the only place that knows the driver. Rows are
 * parsed by a schema, so a damaged column is an error and never a wrong value.
 */
export class Database {
  readonly #driver: Driver.Database;
  readonly #statements = new Map<string, Driver.Statement>();

  private constructor(driver: Driver.Database) {
    this.#driver = driver;
  }

  /**
   * Opens for writing, in WAL mode; every commit is on the disk when it returns.
   * @throws AppError `library-damaged` when the file is no readable database.
   */
  static openForWriting(path: string): Database {
    return guarded(() => {
      const database = new Database(new Driver(path));
      database.exec('PRAGMA busy_timeout = 5000');
      database.exec('PRAGMA journal_mode = WAL');
      database.exec('PRAGMA synchronous = FULL');
      database.exec('PRAGMA foreign_keys = ON');
      return database;
    });
  }

  /**
   * Opens so that neither the file nor its folder is ever changed.
   * @throws AppError `library-damaged` when the file is no readable database.
   */
  static openForReading(path: string): Database {
    const url = pathToFileURL(path).href;
    const open = (mode: string): Database => {
      const database = new Database(new Driver(`${url}?${mode}`));
      database.exec('PRAGMA query_only = ON');
      database.userVersion();
      return database;
    };
    try {
      return open('mode=ro');
    } catch (thrown) {
      // Where the folder cannot be written, SQLite cannot make the index of its log. Without it
      // the database is read as it is, which is complete unless the last writer was killed.
      const failure = translate(thrown);
      const unwritable =
        failure instanceof AppError && ['library-read-only', 'write-failed'].includes(failure.code);
      if (!unwritable) throw failure;
      return guarded(() => open('immutable=1'));
    }
  }

  /** A database of its own that is gone when it is closed. */
  static inMemory(): Database {
    return guarded(() => new Database(new Driver(':memory:')));
  }

  exec(sql: string): void {
    guarded(() => {
      this.#driver.exec(sql);
    });
  }

  run(sql: string, parameters: readonly BoundValue[] = []): void {
    guarded(() => this.#prepare(sql).run(bindable(parameters)));
  }

  /** The first row, or null. */
  get<Row>(
    schema: z.ZodType<Row>,
    sql: string,
    parameters: readonly BoundValue[] = [],
  ): Row | null {
    const row = guarded(() => this.#prepare(sql).get(bindable(parameters)));
    return row === undefined ? null : parseRow(schema, row);
  }

  /** The row of a query that always has one, as an aggregate does. */
  getOne<Row>(schema: z.ZodType<Row>, sql: string, parameters: readonly BoundValue[] = []): Row {
    const row = this.get(schema, sql, parameters);
    if (row !== null) return row;
    throw new AppError('internal', 'A query that always has a row had none.');
  }

  all<Row>(schema: z.ZodType<Row>, sql: string, parameters: readonly BoundValue[] = []): Row[] {
    const rows = guarded(() => this.#prepare(sql).all(bindable(parameters)));
    return rows.map((row) => parseRow(schema, row));
  }

  /** Runs `act` and commits, or rolls all of it back. Inside another transaction it joins that. */
  transaction<Result>(act: () => Result): Result {
    if (this.#isInTransaction()) return act();
    this.exec('BEGIN IMMEDIATE');
    try {
      const result = act();
      this.exec('COMMIT');
      return result;
    } catch (thrown) {
      // A full disk has SQLite roll back by itself.
      if (this.#isInTransaction()) this.exec('ROLLBACK');
      throw thrown;
    }
  }

  /**
   * As `transaction`, but without waiting for the disk: a crash may take it back, whole. It is durable
   * with the next commit that waits. Not to be called inside a transaction.
   */
  withoutWaiting(act: () => void): void {
    this.exec('PRAGMA synchronous = NORMAL');
    try {
      this.transaction(act);
    } finally {
      this.exec('PRAGMA synchronous = FULL');
    }
  }

  /** The sequence number of the row inserted last. */
  lastSequence(): number {
    const row = this.get(z.object({ sequence: z.int() }), 'SELECT last_insert_rowid() AS sequence');
    return row?.sequence ?? 0;
  }

  /** Whether nothing can be written: opened so, or turned so while it was open. */
  isReadOnly(): boolean {
    const row = this.get(z.object({ query_only: z.int() }), 'PRAGMA query_only');
    return row?.query_only === 1;
  }

  /** Changes whenever a row changes, by this connection or another one. */
  contentVersion(): string {
    const row = this.get(
      z.object({ own: z.int(), others: z.int() }),
      'SELECT total_changes() AS own, data_version AS others FROM pragma_data_version',
    );
    return `${String(row?.own)}/${String(row?.others)}`;
  }

  /** Changes whenever another connection changes a row. */
  othersVersion(): number {
    const row = this.getOne(z.object({ data_version: z.int() }), 'PRAGMA data_version');
    return row.data_version;
  }

  userVersion(): number {
    const row = this.get(z.object({ user_version: z.int() }), 'PRAGMA user_version');
    return row?.user_version ?? 0;
  }

  /** What SQLite finds wrong with the file and its indices; empty when nothing. */
  problems(): string[] {
    try {
      const schema = z.record(z.string(), z.unknown());
      return this.all(schema, 'PRAGMA integrity_check(20)')
        .map((row) => String(row['integrity_check']))
        .filter((text) => text !== 'ok');
    } catch (thrown) {
      if (thrown instanceof AppError && thrown.code === 'library-damaged') return [thrown.message];
      throw thrown;
    }
  }

  /** Moves the write-ahead log into the database, so that library.db alone is complete. */
  checkpoint(): void {
    this.all(z.unknown(), 'PRAGMA wal_checkpoint(TRUNCATE)');
  }

  get isOpen(): boolean {
    return this.#driver.open;
  }

  close(): void {
    this.#statements.clear();
    guarded(() => this.#driver.close());
  }

  #isInTransaction(): boolean {
    return this.#driver.inTransaction;
  }

  #prepare(sql: string): Driver.Statement {
    const known = this.#statements.get(sql);
    if (known) return known;
    const statement = this.#driver.prepare(sql);
    this.#statements.set(sql, statement);
    return statement;
  }
}

/** Always one array: the driver aborts the process on a lone Uint8Array argument. */
function bindable(parameters: readonly BoundValue[]): (string | number | Uint8Array | null)[] {
  return parameters.map((value) => (typeof value === 'boolean' ? Number(value) : value));
}

function parseRow<Row>(schema: z.ZodType<Row>, row: unknown): Row {
  const parsed = schema.safeParse(row);
  if (parsed.success) return parsed.data;
  throw new AppError(
    'library-damaged',
    'A row of the library database does not hold what it should. Run "limen verify" on the library.',
    { cause: parsed.error },
  );
}
