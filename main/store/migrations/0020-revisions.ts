import type { Migration } from './migration.js';

/** Inferences, and segmentations that are never overwritten. */
export const revisions: Migration = {
  version: 20,
  sql: `
    CREATE TABLE runs (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      model_id TEXT NOT NULL,
      model_version TEXT NOT NULL,
      model_sha256 TEXT NOT NULL,
      provider TEXT NOT NULL,
      confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
      threshold REAL NOT NULL CHECK (threshold BETWEEN 0 AND 1),
      decode_ms REAL NOT NULL,
      run_ms REAL NOT NULL,
      probability_sha256 TEXT NOT NULL,
      probability_width INTEGER NOT NULL CHECK (probability_width > 0),
      probability_height INTEGER NOT NULL CHECK (probability_height > 0),
      created_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX runs_of_frame ON runs (instance_id, frame, model_sha256);

    CREATE TABLE revisions (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      parent_id TEXT REFERENCES revisions (id),
      source TEXT NOT NULL CHECK (source IN ('model', 'reader', 'truth')),
      model_id TEXT,
      model_version TEXT,
      model_sha256 TEXT,
      reader TEXT,
      run_id TEXT REFERENCES runs (id),
      journal_sequence INTEGER,
      created_at_ms INTEGER NOT NULL,
      CHECK ((source = 'model') = (model_sha256 IS NOT NULL)),
      CHECK ((source = 'reader') = (reader IS NOT NULL))
    ) STRICT;
    CREATE INDEX revisions_of_frame ON revisions (instance_id, source, frame);

    CREATE TABLE revision_masks (
      revision_id TEXT NOT NULL REFERENCES revisions (id),
      segment TEXT NOT NULL,
      mask BLOB NOT NULL,
      mask_sha256 TEXT NOT NULL,
      area_px INTEGER NOT NULL CHECK (area_px >= 0),
      PRIMARY KEY (revision_id, segment)
    ) STRICT;

    CREATE TRIGGER revisions_keep BEFORE UPDATE ON revisions
      BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;
    CREATE TRIGGER revisions_stay BEFORE DELETE ON revisions
      BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
    CREATE TRIGGER revision_masks_keep BEFORE UPDATE ON revision_masks
      BEGIN SELECT RAISE(ABORT, 'a revision is never changed'); END;
    CREATE TRIGGER revision_masks_stay BEFORE DELETE ON revision_masks
      BEGIN SELECT RAISE(ABORT, 'a revision is never deleted'); END;
  `,
};
