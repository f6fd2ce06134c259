import { z } from 'zod';
import type { BoundValue, Database } from './database.js';

const list = z.custom<readonly number[]>(
  (all) => Array.isArray(all) && all.every((value) => typeof value === 'number'),
);
const row = z
  .object({ numbers: z.string() })
  .transform(({ numbers }) => list.parse(JSON.parse(numbers)));

/**
 * The numbers that a query gives, in its order. They come in one text: reading a hundred thousand
 * rows one by one takes longer than finding them.
 * @param sql a query of one column, `number`
 */
export function numberList(
  database: Database,
  sql: string,
  bound: readonly BoundValue[] = [],
): readonly number[] {
  return database.getOne(row, `SELECT json_group_array(number) AS numbers FROM (${sql})`, bound);
}
