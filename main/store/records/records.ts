import { z } from 'zod';
import { toAppError, type AppError } from '../../../shared/errors.js';
import { blobColumn, booleanColumn, type BoundValue, type Database } from '../database.js';
import { RecordFiles } from './record-files.js';
import type { RowRecord } from './record-lines.js';
import { keyOf, recordedTables, type RecordedTable } from './record-tables.js';

/** A change is beside the files at most this much later. */
const flushEveryMs = 500;
/** Rows written in one go while the library is open: some hundredths of a second. */
const rowsAtOnce = 500;

const pendingRow = z.object({ sequence: z.int(), table: z.string(), key: z.string() });
const stateRow = z.object({ generation: z.int(), schema: z.int(), complete: booleanColumn });
const keySchema = z.array(z.union([z.string(), z.number()]));
const anyRow = z.record(z.string(), z.union([z.string(), z.number(), z.null(), blobColumn]));

/** Noted rows that are written down together. */
interface Batch {
  readonly state: z.infer<typeof stateRow>;
  readonly rows: readonly z.infer<typeof pendingRow>[];
  /** The last of them. */
  readonly upTo: number;
  /** There may be further ones. */
  readonly more: boolean;
}

/**
 * Writes every row of the library down beside its files, so that the database can be made anew from
 * them. Which rows changed is noted by triggers of this connection, in the transaction of the change;
 * half a second later, and when the library closes, they are appended. A row that cannot be written
 * stays noted.
 */
export class Records {
  readonly #database: Database;
  readonly #files: RecordFiles;
  readonly #onFailure: (error: AppError) => void;
  readonly #tables: ReadonlyMap<string, RecordedTable>;
  #timer: NodeJS.Timeout | null = null;
  #failed = false;
  /** The writing that waits for the disk; null while none does. */
  #underWay: object | null = null;

  constructor(database: Database, folder: string, onFailure: (error: AppError) => void) {
    this.#database = database;
    this.#files = new RecordFiles(folder);
    this.#onFailure = onFailure;
    this.#tables = new Map(recordedTables(database).map((table) => [table.name, table]));
  }

  /** Follows all changes from now on. A new schema, or no records yet: all rows are written down. */
  begin(): void {
    this.#database.exec('PRAGMA temp_store = MEMORY');
    for (const table of this.#tables.values()) {
      for (const [event, row] of [
        ['INSERT', 'NEW'],
        ['UPDATE', 'NEW'],
        ['DELETE', 'OLD'],
      ] as const) {
        this.#database.exec(`CREATE TEMP TRIGGER "record_${table.name}_${event}"
          AFTER ${event} ON main."${table.name}" BEGIN
            INSERT INTO record_pending (table_name, row_key)
            VALUES ('${table.name}', ${keyOf(table, row)});
          END`);
      }
    }
    const state = this.#state();
    const isThere = state !== null && this.#files.generations().includes(state.generation);
    if (!isThere || state.schema !== this.#database.userVersion()) this.renew();
    this.#timer = setInterval(() => {
      void this.#flushMeanwhile();
    }, flushEveryMs);
    this.#timer.unref();
  }

  /** Writes all rows down again and then removes what was written before, what was purged with it. */
  renew(): void {
    this.#underWay = null;
    const newest = Math.max(0, this.#state()?.generation ?? 0, ...this.#files.generations());
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM record_pending');
      for (const table of this.#tables.values()) {
        this.#database.run(
          `INSERT INTO record_pending (table_name, row_key)
           SELECT '${table.name}', ${keyOf(table, 't')} FROM "${table.name}" t`,
        );
      }
      this.#database.run('DELETE FROM record_state');
      this.#database.run('INSERT INTO record_state VALUES (1, ?, ?, 0)', [
        newest + 1,
        this.#database.userVersion(),
      ]);
    });
  }

  /** Writes down what is still noted and follows no more. */
  end(): void {
    this.stop();
    while (this.#flush(rowsAtOnce * 10));
  }

  /** Follows no more: another program writes to the library. */
  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#underWay = null;
  }

  /** Writes down what is noted, and returns when it is on the disk. @returns whether more is noted */
  #flush(limit: number): boolean {
    try {
      const batch = this.#batch(limit);
      if (batch === null) return false;
      this.#files.append(batch.state.generation, batch.state.schema, this.#recordsOf(batch.rows));
      return this.#written(batch);
    } catch (thrown) {
      this.#tell(thrown);
      return false;
    }
  }

  /** Writes down some of what is noted. While it waits for the disk, a stroke need not. */
  async #flushMeanwhile(): Promise<void> {
    if (this.#underWay !== null) return;
    const mine = {};
    try {
      const batch = this.#batch(rowsAtOnce);
      if (batch === null) return;
      this.#underWay = mine;
      const { generation, schema } = batch.state;
      await this.#files.appendMeanwhile(generation, schema, this.#recordsOf(batch.rows));
      // Renewed or ended meanwhile: what is noted now is not what was written.
      if (this.#underWay === mine) this.#written(batch);
    } catch (thrown) {
      this.#tell(thrown);
    } finally {
      if (this.#underWay === mine) this.#underWay = null;
    }
  }

  #batch(limit: number): Batch | null {
    const state = this.#state();
    const rows = this.#database.all(
      pendingRow,
      `SELECT sequence, table_name AS "table", row_key AS key FROM record_pending
       ORDER BY sequence LIMIT ?`,
      [limit],
    );
    const last = rows.at(-1);
    if (state === null || last === undefined) return null;
    return { state, rows, upTo: last.sequence, more: rows.length === limit };
  }

  /** Forgets what is on the disk. @returns whether more is noted */
  #written({ state, upTo, more }: Batch): boolean {
    const database = this.#database;
    // Written down twice after a crash, a row is the same row.
    database.withoutWaiting(() => {
      database.run('DELETE FROM record_pending WHERE sequence <= ?', [upTo]);
    });
    this.#failed = false;
    if (more) return true;
    if (!state.complete) {
      this.#files.complete(state.generation);
      database.run('UPDATE record_state SET complete = 1');
    }
    return false;
  }

  /** Told once; what is noted waits for the next time. */
  #tell(thrown: unknown): void {
    if (!this.#failed) this.#onFailure(toAppError(thrown));
    this.#failed = true;
  }

  /** The rows as they are now, each once. */
  #recordsOf(pending: readonly z.infer<typeof pendingRow>[]): RowRecord[] {
    const wanted = new Map(pending.map((each) => [`${each.table} ${each.key}`, each]));
    return [...wanted.values()].flatMap(({ table: name, key: json }) => {
      const table = this.#tables.get(name);
      if (!table) return [];
      const key = keySchema.parse(JSON.parse(json));
      const where = table.key.map((column) => `"${column}" = ?`).join(' AND ');
      // The driver adds a field of its own to a row that is asked for alone.
      const [row]: Record<string, BoundValue>[] = this.#database.all(
        anyRow,
        `SELECT * FROM "${name}" WHERE ${where}`,
        key,
      );
      return [{ table: name, key, row: row ?? null }];
    });
  }

  #state(): z.infer<typeof stateRow> | null {
    return this.#database.get(
      stateRow,
      'SELECT generation, schema_version AS schema, complete FROM record_state',
    );
  }
}
