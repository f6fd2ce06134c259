import { z } from 'zod';
import type { Database } from '../database.js';

/** The names of all who read, corrected, or are to read anything of a library, in their order. */
export function knownReaders(database: Database): string[] {
  return database
    .all(
      z.object({ reader: z.string() }),
      `SELECT reader FROM readings UNION SELECT reader FROM assignments
       UNION SELECT reader FROM revisions WHERE reader IS NOT NULL ORDER BY 1`,
    )
    .map(({ reader }) => reader);
}
