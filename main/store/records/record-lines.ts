import { z } from 'zod';
import type { BoundValue } from '../database.js';
import { sha256Of } from '../stored-mask.js';

/**
 * How a row is written down: a line with the start of its own hash, then JSON of the table, the key,
 * and the row or null for one that was deleted. Bytes are base64. A line of the table `#` says which
 * schema the rows after it have.
 */

const hashLength = 16;
/** Stands where a table's name does in the first line of a file. */
export const schemaLine = '#';

const bytes = z.object({ base64: z.string() });
const value = z.union([
  z.string(),
  z.number(),
  z.null(),
  bytes.transform(({ base64 }) => new Uint8Array(Buffer.from(base64, 'base64'))),
]);
const record = z.tuple([
  z.string(),
  z.array(z.union([z.string(), z.number()])),
  z.record(z.string(), value).nullable(),
]);

export interface RowRecord {
  table: string;
  /** Values of the primary key, in the order of its columns. */
  key: readonly (string | number)[];
  /** Null: the row was deleted. */
  row: Readonly<Record<string, BoundValue>> | null;
}

export function writeLine({ table, key, row }: RowRecord): string {
  const json = JSON.stringify([table, key, row], (_name, inner: unknown) =>
    inner instanceof Uint8Array ? { base64: Buffer.from(inner).toString('base64') } : inner,
  );
  return `${sha256Of(Buffer.from(json)).slice(0, hashLength)} ${json}`;
}

/** Null for a line that was cut off or altered. */
export function readLine(line: string): RowRecord | null {
  const json = line.slice(hashLength + 1);
  if (sha256Of(Buffer.from(json)).slice(0, hashLength) !== line.slice(0, hashLength)) return null;
  const parsed = record.safeParse(JSON.parse(json));
  if (!parsed.success) return null;
  const [table, key, row] = parsed.data;
  return { table, key, row };
}
