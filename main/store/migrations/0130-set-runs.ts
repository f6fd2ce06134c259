import type { Migration } from './migration.js';

/** Several models over many pictures: what is to be run, how far it is, and what each run took. */
export const setRuns: Migration = {
  version: 130,
  sql: `
    CREATE TABLE set_runs (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      models TEXT NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('running', 'paused', 'cancelled', 'finished')),
      created_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE TABLE set_run_pictures (
      set_run INTEGER NOT NULL REFERENCES set_runs (sequence),
      position INTEGER NOT NULL,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      PRIMARY KEY (set_run, position)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE set_run_results (
      set_run INTEGER NOT NULL REFERENCES set_runs (sequence),
      model_id TEXT NOT NULL,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      run_id TEXT REFERENCES runs (id),
      error_code TEXT,
      error_message TEXT,
      total_ms REAL,
      peak_rss_mb REAL,
      PRIMARY KEY (set_run, model_id, instance_id),
      CHECK ((run_id IS NULL) = (error_code IS NOT NULL))
    ) STRICT, WITHOUT ROWID;
  `,
};
