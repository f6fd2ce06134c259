import type { Migration } from './migration.js';

/** Whose pixels an act of a reader, and with it a revision, was made of: any number of revisions. */
export const sources: Migration = {
  version: 110,
  sql: `
    CREATE TABLE journal_sources (
      sequence INTEGER NOT NULL REFERENCES journal (sequence),
      revision_id TEXT NOT NULL REFERENCES revisions (id),
      PRIMARY KEY (sequence, revision_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE revision_sources (
      revision_id TEXT NOT NULL REFERENCES revisions (id),
      source_id TEXT NOT NULL REFERENCES revisions (id),
      PRIMARY KEY (revision_id, source_id)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER journal_sources_keep BEFORE UPDATE ON journal_sources
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER journal_sources_stay BEFORE DELETE ON journal_sources
      BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
    CREATE TRIGGER revision_sources_keep BEFORE UPDATE ON revision_sources
      BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;
    CREATE TRIGGER revision_sources_stay BEFORE DELETE ON revision_sources
      BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
  `,
};
