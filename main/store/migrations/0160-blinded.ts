import type { Migration } from './migration.js';

/** Masks judged without their names: the seed of their order, what was shown, and what was decided. */
export const blinded: Migration = {
  version: 160,
  sql: `
    CREATE TABLE blinded_readings (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      reader TEXT NOT NULL,
      seed INTEGER NOT NULL,
      sources TEXT NOT NULL CHECK (json_valid(sources)),
      created_at_ms INTEGER NOT NULL,
      revealed_at_ms INTEGER
    ) STRICT;

    CREATE TABLE blinded_cases (
      reading INTEGER NOT NULL REFERENCES blinded_readings (sequence),
      position INTEGER NOT NULL,
      instance_id TEXT NOT NULL REFERENCES instances (id),
      revisions TEXT CHECK (json_valid(revisions)),
      choice TEXT,
      ratings TEXT NOT NULL DEFAULT '{}' CHECK (json_valid(ratings)),
      answered_at_ms INTEGER,
      PRIMARY KEY (reading, position),
      CHECK (choice IS NULL OR revisions IS NOT NULL)
    ) STRICT, WITHOUT ROWID;

    CREATE TRIGGER blinded_answer_stays BEFORE UPDATE ON blinded_cases
      WHEN (SELECT revealed_at_ms FROM blinded_readings WHERE sequence = OLD.reading) IS NOT NULL
      BEGIN SELECT RAISE(ABORT, 'the names were told, so answers stay as they are'); END;
  `,
};
