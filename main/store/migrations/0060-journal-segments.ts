import type { Migration } from './migration.js';

/** Names, colours and the like of segments are edits of the same history as pixels. */
export const journalSegments: Migration = {
  version: 60,
  sql: `
    CREATE TABLE journal_segments (
      sequence INTEGER PRIMARY KEY REFERENCES journal (sequence),
      segment TEXT NOT NULL,
      before TEXT NOT NULL CHECK (json_valid(before)),
      after TEXT NOT NULL CHECK (json_valid(after))
    ) STRICT;
    CREATE TRIGGER journal_segments_keep BEFORE UPDATE ON journal_segments
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_segments_stay BEFORE DELETE ON journal_segments
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
  `,
};
