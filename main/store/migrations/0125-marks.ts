import type { Migration } from './migration.js';

/**
 * Measures, arrows and notes are edits of the same history as pixels. Where a file states what its
 * pixels measure, the attribute it does so with is kept beside; until now that was Pixel Spacing.
 */
export const marks: Migration = {
  version: 125,
  sql: `
    CREATE TABLE journal_marks (
      sequence INTEGER PRIMARY KEY REFERENCES journal (sequence),
      mark_id TEXT NOT NULL,
      before TEXT CHECK (json_valid(before)),
      after TEXT CHECK (json_valid(after)),
      CHECK (before IS NOT NULL OR after IS NOT NULL)
    ) STRICT;
    CREATE TRIGGER journal_marks_keep BEFORE UPDATE ON journal_marks
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_marks_stay BEFORE DELETE ON journal_marks
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

    ALTER TABLE instances ADD COLUMN spacing_source TEXT
      CHECK (spacing_source IN ('pixel-spacing', 'imager-pixel-spacing'));
    UPDATE instances SET spacing_source = 'pixel-spacing' WHERE spacing_row_mm IS NOT NULL;
  `,
};
