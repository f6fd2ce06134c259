import type { Migration } from './migration.js';

/**
 * Edits that are computed, and the tool an edit was made with. SQLite cannot change a CHECK, so both
 * tables are made anew; their references to each other are checked when the step is committed.
 */
export const journalCommands: Migration = {
  version: 50,
  sql: `
    PRAGMA defer_foreign_keys = ON;
    CREATE TABLE journal_next (
      sequence INTEGER PRIMARY KEY AUTOINCREMENT,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      kind TEXT NOT NULL
        CHECK (kind IN ('stroke', 'take-over', 'clear', 'command', 'segment', 'undo', 'redo')),
      tool TEXT,
      target INTEGER REFERENCES journal_next (sequence),
      from_revision_id TEXT REFERENCES revisions (id),
      at_ms INTEGER NOT NULL,
      CHECK ((kind IN ('undo', 'redo')) = (target IS NOT NULL)),
      CHECK ((kind = 'take-over') = (from_revision_id IS NOT NULL))
    ) STRICT;
    INSERT INTO journal_next (sequence, instance_id, frame, kind, target, from_revision_id, at_ms)
      SELECT sequence, instance_id, frame, kind, target, from_revision_id, at_ms
      FROM journal ORDER BY sequence;
    CREATE TABLE journal_changes_next (
      sequence INTEGER NOT NULL REFERENCES journal_next (sequence),
      segment TEXT NOT NULL,
      toggled BLOB NOT NULL,
      toggled_sha256 TEXT NOT NULL,
      PRIMARY KEY (sequence, segment)
    ) STRICT;
    INSERT INTO journal_changes_next SELECT sequence, segment, toggled, toggled_sha256
      FROM journal_changes;
    DROP TABLE journal_changes;
    DROP TABLE journal;
    ALTER TABLE journal_next RENAME TO journal;
    ALTER TABLE journal_changes_next RENAME TO journal_changes;
    CREATE INDEX journal_of_frame ON journal (instance_id, frame, sequence);

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
