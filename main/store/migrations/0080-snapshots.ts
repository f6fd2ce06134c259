import type { Migration } from './migration.js';

/** What near-duplicates are found by, and named versions of the dataset that never change. */
export const snapshots: Migration = {
  version: 80,
  sql: `
    CREATE TABLE fingerprints (
      instance_id TEXT PRIMARY KEY REFERENCES instances (id),
      hash TEXT NOT NULL,
      grey BLOB NOT NULL
    ) STRICT;

    CREATE TABLE snapshots (
      sequence INTEGER PRIMARY KEY,
      name TEXT NOT NULL UNIQUE,
      manifest TEXT NOT NULL,
      manifest_sha256 TEXT NOT NULL,
      card TEXT NOT NULL,
      created_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE snapshot_samples (
      snapshot INTEGER NOT NULL REFERENCES snapshots (sequence),
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      revision_id TEXT NOT NULL REFERENCES revisions (id),
      split TEXT NOT NULL CHECK (split IN ('train', 'val', 'test')),
      group_name TEXT NOT NULL,
      PRIMARY KEY (snapshot, instance_id, frame)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER snapshots_keep BEFORE UPDATE ON snapshots
      BEGIN SELECT RAISE(ABORT, 'a snapshot is never changed'); END;
    CREATE TRIGGER snapshots_stay BEFORE DELETE ON snapshots
      BEGIN SELECT RAISE(ABORT, 'a snapshot is never deleted'); END;
    CREATE TRIGGER snapshot_samples_keep BEFORE UPDATE ON snapshot_samples
      BEGIN SELECT RAISE(ABORT, 'a snapshot is never changed'); END;
    CREATE TRIGGER snapshot_samples_stay BEFORE DELETE ON snapshot_samples
      BEGIN SELECT RAISE(ABORT, 'a snapshot is never deleted'); END;
  `,
};
