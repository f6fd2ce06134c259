import type { Migration } from './migration.js';

/** Which rows are not yet written down beside the files, and where the writing has got to. */
export const records: Migration = {
  version: 200,
  sql: `
    CREATE TABLE record_pending (
      sequence INTEGER PRIMARY KEY,
      table_name TEXT NOT NULL,
      row_key TEXT NOT NULL
    ) STRICT;
    CREATE TABLE record_state (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      generation INTEGER NOT NULL,
      schema_version INTEGER NOT NULL,
      complete INTEGER NOT NULL CHECK (complete IN (0, 1))
    ) STRICT;
  `,
};
