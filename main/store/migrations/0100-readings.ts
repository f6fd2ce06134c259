import type { Migration } from './migration.js';

/** What each reader notes of a frame besides masks, and the time at work on it. */
export const readings: Migration = {
  version: 100,
  sql: `
    CREATE TABLE readings (
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      reader TEXT NOT NULL,
      flagged INTEGER NOT NULL DEFAULT 0 CHECK (flagged IN (0, 1)),
      comment TEXT NOT NULL DEFAULT '',
      difficulty TEXT CHECK (difficulty IN ('easy', 'medium', 'hard')),
      spent_ms INTEGER NOT NULL DEFAULT 0 CHECK (spent_ms >= 0),
      submitted_at_ms INTEGER,
      changed_at_ms INTEGER NOT NULL,
      PRIMARY KEY (instance_id, frame, reader)
    ) STRICT;
  `,
};
