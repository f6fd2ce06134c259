import type { Migration } from './migration.js';

/**
 * Readers have work of their own: whose act each record of the journal is, who is to read what, what
 * was submitted, read again, and decided between readers. The journal of a frame so far becomes that
 * of the reader who made its newest revision; the others go on from their own last revision. Records
 * that were never kept as a revision stay without a reader.
 */
export const reviews: Migration = {
  version: 170,
  sql: `
    ALTER TABLE journal ADD COLUMN reader TEXT;
    DROP TRIGGER journal_keep;
    UPDATE journal SET reader = (SELECT r.reader FROM revisions r
      WHERE r.instance_id = journal.instance_id AND r.source = 'reader'
        AND r.frame = journal.frame AND r.journal_sequence IS NOT NULL
      ORDER BY r.sequence DESC LIMIT 1);
    CREATE TRIGGER journal_keep BEFORE UPDATE ON journal
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

    CREATE TABLE assignments (
      instance_id TEXT NOT NULL REFERENCES instances (id),
      reader TEXT NOT NULL,
      assigned_at_ms INTEGER NOT NULL,
      PRIMARY KEY (instance_id, reader)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX assignments_of_reader ON assignments (reader);

    CREATE TABLE submissions (
      sequence INTEGER PRIMARY KEY,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      reader TEXT NOT NULL,
      revision_id TEXT REFERENCES revisions (id),
      submitted_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX submissions_of_frame ON submissions (instance_id, frame, reader);
    INSERT INTO submissions (instance_id, frame, reader, revision_id, submitted_at_ms)
      SELECT n.instance_id, n.frame, n.reader, (SELECT r.id FROM revisions r
          WHERE r.instance_id = n.instance_id AND r.source = 'reader' AND r.frame = n.frame
            AND r.reader = n.reader ORDER BY r.sequence DESC LIMIT 1), n.submitted_at_ms
      FROM readings n WHERE n.submitted_at_ms IS NOT NULL ORDER BY n.submitted_at_ms;
    CREATE TRIGGER submissions_keep BEFORE UPDATE ON submissions
      BEGIN SELECT RAISE(ABORT, 'a submission is never changed'); END;
    CREATE TRIGGER submissions_stay BEFORE DELETE ON submissions
      BEGIN SELECT RAISE(ABORT, 'a submission is never deleted'); END;

    CREATE TABLE readings_again (
      sequence INTEGER PRIMARY KEY,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      reader TEXT NOT NULL,
      after_journal INTEGER NOT NULL,
      after_submission INTEGER NOT NULL,
      begun_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX readings_again_of_frame ON readings_again (instance_id, frame, reader);

    CREATE TABLE review_decisions (
      sequence INTEGER PRIMARY KEY,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      kind TEXT NOT NULL CHECK (kind IN ('accepted', 'rejected', 'sent-back')),
      revision_id TEXT REFERENCES revisions (id),
      reviewer TEXT NOT NULL,
      reader TEXT,
      reason TEXT NOT NULL,
      after_submission INTEGER NOT NULL,
      band BLOB,
      band_sha256 TEXT,
      decided_at_ms INTEGER NOT NULL,
      CHECK ((kind = 'accepted') = (revision_id IS NOT NULL)),
      CHECK ((kind = 'sent-back') = (reader IS NOT NULL)),
      CHECK (kind = 'accepted' OR reason <> ''),
      CHECK ((band IS NULL) = (band_sha256 IS NULL))
    ) STRICT;
    CREATE INDEX review_decisions_of_frame ON review_decisions (instance_id, frame);
    CREATE TRIGGER review_decisions_keep BEFORE UPDATE ON review_decisions
      BEGIN SELECT RAISE(ABORT, 'a decision is never changed'); END;
    CREATE TRIGGER review_decisions_stay BEFORE DELETE ON review_decisions
      BEGIN SELECT RAISE(ABORT, 'a decision is never deleted'); END;
  `,
};
