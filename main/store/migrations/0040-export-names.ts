import type { Migration } from './migration.js';

/** Under which name an instance leaves the library. The mapping itself is never exported. */
export const exportNames: Migration = {
  version: 40,
  sql: `
    CREATE TABLE export_names (
      instance_id TEXT PRIMARY KEY REFERENCES instances (id),
      name TEXT NOT NULL UNIQUE
    ) STRICT;
  `,
};
