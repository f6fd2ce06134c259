import type { Migration } from './migration.js';

/** Scores of the ABCD rule that readers confirmed, each with its draft and the masks scored. */
export const abcd: Migration = {
  version: 150,
  sql: `
    CREATE TABLE reading_abcd (
      sequence INTEGER PRIMARY KEY,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      reader TEXT NOT NULL,
      revision_id TEXT NOT NULL REFERENCES revisions (id),
      draft TEXT NOT NULL CHECK (json_valid(draft)),
      confirmed TEXT NOT NULL CHECK (json_valid(confirmed)),
      confirmed_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX abcd_of_frame ON reading_abcd (instance_id, frame, reader);
    CREATE TRIGGER reading_abcd_keep BEFORE UPDATE ON reading_abcd
      BEGIN SELECT RAISE(ABORT, 'a confirmation is never changed'); END;
    CREATE TRIGGER reading_abcd_stay BEFORE DELETE ON reading_abcd
      BEGIN SELECT RAISE(ABORT, 'a confirmation is never deleted'); END;
  `,
};
