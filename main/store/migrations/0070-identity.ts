import type { Migration } from './migration.js';

/**
 * Whose lesion a picture shows, what is known of it, and where it and its masks come from. Labels
 * are as the curator's files have them and never leave the library.
 */
export const identity: Migration = {
  version: 70,
  sql: `
    CREATE TABLE patients (
      id TEXT PRIMARY KEY,
      label TEXT NOT NULL UNIQUE
    ) STRICT;

    CREATE TABLE lesions (
      id TEXT PRIMARY KEY,
      patient_id TEXT REFERENCES patients (id),
      label TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX lesions_of_patient ON lesions (ifnull(patient_id, ''), label);

    CREATE TABLE sources (
      id TEXT PRIMARY KEY,
      statement TEXT NOT NULL,
      licence TEXT NOT NULL,
      UNIQUE (statement, licence)
    ) STRICT;

    CREATE TABLE instance_facts (
      instance_id TEXT PRIMARY KEY REFERENCES instances (id),
      patient_id TEXT REFERENCES patients (id),
      lesion_id TEXT REFERENCES lesions (id),
      site TEXT,
      diagnosis TEXT,
      split TEXT CHECK (split IN ('train', 'val', 'test')),
      source_id TEXT REFERENCES sources (id)
    ) STRICT;
    CREATE INDEX facts_of_patient ON instance_facts (patient_id);
    CREATE INDEX facts_of_lesion ON instance_facts (lesion_id);

    CREATE TABLE other_names (
      instance_id TEXT NOT NULL REFERENCES instances (id),
      file_name TEXT NOT NULL,
      split TEXT CHECK (split IN ('train', 'val', 'test')),
      PRIMARY KEY (instance_id, file_name)
    ) STRICT;

    CREATE TABLE revision_origins (
      revision_id TEXT PRIMARY KEY REFERENCES revisions (id),
      layout TEXT NOT NULL CHECK (layout IN ('isic', 'coco', 'nnunet', 'limen')),
      source_id TEXT REFERENCES sources (id)
    ) STRICT;
    CREATE TRIGGER revision_origins_keep BEFORE UPDATE ON revision_origins
      BEGIN SELECT RAISE(ABORT, 'where a mask came from is never changed'); END;
    CREATE TRIGGER revision_origins_stay BEFORE DELETE ON revision_origins
      BEGIN SELECT RAISE(ABORT, 'where a mask came from is never deleted'); END;
  `,
};
