import type { Migration } from './migration.js';

/**
 * Who merged or split patients and lesions by hand, so that it can be undone; pairs of pictures that
 * look alike, as the last search found them; and what curators decided of pairs.
 */
export const identityChanges: Migration = {
  version: 195,
  sql: `
    CREATE TABLE identity_changes (
      sequence INTEGER PRIMARY KEY,
      kind TEXT NOT NULL
        CHECK (kind IN ('merge-patient', 'merge-lesion', 'split-patient', 'split-lesion')),
      curator TEXT NOT NULL,
      moves TEXT NOT NULL CHECK (json_valid(moves)),
      at_ms INTEGER NOT NULL,
      undone_at_ms INTEGER
    ) STRICT;

    CREATE TABLE alike_pairs (
      a TEXT NOT NULL REFERENCES instances (id),
      b TEXT NOT NULL REFERENCES instances (id),
      distance INTEGER NOT NULL,
      correlation REAL NOT NULL,
      PRIMARY KEY (a, b),
      CHECK (a < b)
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE pair_decisions (
      a TEXT NOT NULL REFERENCES instances (id),
      b TEXT NOT NULL REFERENCES instances (id),
      decision TEXT NOT NULL CHECK (decision IN ('same-picture', 'same-lesion', 'different')),
      curator TEXT NOT NULL,
      at_ms INTEGER NOT NULL,
      PRIMARY KEY (a, b),
      CHECK (a < b)
    ) STRICT, WITHOUT ROWID;
  `,
};
