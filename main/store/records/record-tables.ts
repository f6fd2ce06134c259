import { z } from 'zod';
import type { Database } from '../database.js';

/** Tables that follow from others or can be made again, and the bookkeeping of the records. */
const notRecorded = new Set([
  'catalogue',
  'search_stale',
  'proposing_model',
  'fingerprints',
  'alike_pairs',
  'record_pending',
  'record_state',
]);

export interface RecordedTable {
  name: string;
  /** Columns of the primary key, in its order. */
  key: readonly string[];
}

/** Every table whose rows are the library: those of later schemas too, without being named here. */
export function recordedTables(database: Database): RecordedTable[] {
  const columns = database.all(
    z.object({ name: z.string(), column: z.string() }),
    `SELECT t.name, c.name AS "column" FROM sqlite_master t JOIN pragma_table_info(t.name) c
     WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' AND t.name <> 'search'
       AND t.name NOT LIKE 'search\\_%' ESCAPE '\\' AND c.pk > 0
     ORDER BY t.rootpage, t.name, c.pk`,
  );
  const keys = new Map<string, string[]>();
  for (const { name, column } of columns) {
    if (!notRecorded.has(name)) keys.set(name, [...(keys.get(name) ?? []), column]);
  }
  return [...keys].map(([name, key]) => ({ name, key }));
}

/** The key of a row, as `NEW` or `OLD` or a table has it, as JSON. */
export function keyOf({ key }: RecordedTable, row: string): string {
  return `json_array(${key.map((column) => `${row}."${column}"`).join(', ')})`;
}
