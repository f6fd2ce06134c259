import type { Migration } from './migration.js';

/**
 * The gate that lets confident proposals pass without a reader: its settings over time, what passed,
 * which of that was drawn for control, and what the control found. How far models disagree on a
 * picture is kept, since it takes their masks to tell.
 */
export const gate: Migration = {
  version: 175,
  sql: `
    CREATE TABLE gates (
      sequence INTEGER PRIMARY KEY,
      model_id TEXT NOT NULL,
      model_version TEXT NOT NULL,
      model_sha256 TEXT NOT NULL,
      model_threshold REAL NOT NULL,
      least_confidence REAL NOT NULL CHECK (least_confidence BETWEEN 0 AND 1),
      control_rate REAL NOT NULL CHECK (control_rate BETWEEN 0 AND 1),
      failure_limit REAL NOT NULL CHECK (failure_limit BETWEEN 0 AND 1),
      seed INTEGER NOT NULL,
      state TEXT NOT NULL CHECK (state IN ('open', 'stopped', 'closed')),
      set_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX gates_open ON gates (state) WHERE state = 'open';

    CREATE TABLE gate_passes (
      gate INTEGER NOT NULL REFERENCES gates (sequence),
      instance_id TEXT NOT NULL REFERENCES instances (id),
      revision_id TEXT NOT NULL REFERENCES revisions (id),
      control INTEGER NOT NULL CHECK (control IN (0, 1)),
      passed_at_ms INTEGER NOT NULL,
      PRIMARY KEY (gate, instance_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX gate_passes_of_instance ON gate_passes (instance_id);

    CREATE TABLE gate_controls (
      gate INTEGER NOT NULL REFERENCES gates (sequence),
      instance_id TEXT NOT NULL REFERENCES instances (id),
      revision_id TEXT REFERENCES revisions (id),
      jaccard REAL CHECK (jaccard BETWEEN 0 AND 1),
      read_at_ms INTEGER NOT NULL,
      PRIMARY KEY (gate, instance_id),
      CHECK ((revision_id IS NULL) = (jaccard IS NULL))
    ) STRICT, WITHOUT ROWID;

    CREATE TABLE disagreements (
      instance_id TEXT PRIMARY KEY REFERENCES instances (id),
      runs INTEGER NOT NULL,
      value REAL NOT NULL CHECK (value BETWEEN 0 AND 1)
    ) STRICT, WITHOUT ROWID;
  `,
};
