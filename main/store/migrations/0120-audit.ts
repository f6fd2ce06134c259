import type { Migration } from './migration.js';

/** What was done to the library and by whom; each entry holds the hash of the one before. */
export const audit: Migration = {
  version: 120,
  sql: `
    CREATE TABLE audit (
      sequence INTEGER PRIMARY KEY,
      at_ms INTEGER NOT NULL,
      actor TEXT NOT NULL,
      action TEXT NOT NULL,
      subject TEXT NOT NULL,
      facts TEXT NOT NULL CHECK (json_valid(facts)),
      previous_sha256 TEXT NOT NULL,
      sha256 TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TRIGGER audit_keep BEFORE UPDATE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
    CREATE TRIGGER audit_stay BEFORE DELETE ON audit
      BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
  `,
};
