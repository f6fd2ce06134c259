import type { Migration } from './migration.js';

/** Every act of a reader on a frame, as toggled pixels; rows are appended and nothing else. */
export const journal: Migration = {
  version: 30,
  sql: `
    CREATE TABLE journal (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      kind TEXT NOT NULL CHECK (kind IN ('stroke', 'take-over', 'clear', 'undo', 'redo')),
      target INTEGER REFERENCES journal (sequence),
      from_revision_id TEXT REFERENCES revisions (id),
      at_ms INTEGER NOT NULL,
      CHECK ((kind IN ('undo', 'redo')) = (target IS NOT NULL)),
      CHECK ((kind = 'take-over') = (from_revision_id IS NOT NULL))
    ) STRICT;
    CREATE INDEX journal_of_frame ON journal (instance_id, frame, sequence);

    CREATE TABLE journal_changes (
      sequence INTEGER NOT NULL REFERENCES journal (sequence),
      segment TEXT NOT NULL,
      toggled BLOB NOT NULL,
      toggled_sha256 TEXT NOT NULL,
      PRIMARY KEY (sequence, segment)
    ) STRICT;

    CREATE TRIGGER journal_keep BEFORE UPDATE ON journal
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_stay BEFORE DELETE ON journal
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_changes_keep BEFORE UPDATE ON journal_changes
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_changes_stay BEFORE DELETE ON journal_changes
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  `,
};
