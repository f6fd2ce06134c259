import type { Migration } from './migration.js';

/** Imported files, one row each, and their attributes cleaned for display. */
export const instances: Migration = {
  version: 10,
  sql: `
    CREATE TABLE instances (
      sequence INTEGER PRIMARY KEY,
      id TEXT NOT NULL UNIQUE,
      sha256 TEXT NOT NULL UNIQUE,
      file_name TEXT NOT NULL,
      format TEXT NOT NULL CHECK (format IN ('jpeg', 'png', 'tiff', 'bmp', 'dicom')),
      width INTEGER NOT NULL CHECK (width > 0),
      height INTEGER NOT NULL CHECK (height > 0),
      frames INTEGER NOT NULL CHECK (frames > 0),
      bits_stored INTEGER NOT NULL CHECK (bits_stored > 0),
      orientation INTEGER NOT NULL CHECK (orientation BETWEEN 1 AND 8),
      origin TEXT NOT NULL CHECK (origin IN ('imported', 'synthetic')),
      burned_in_annotation TEXT NOT NULL
        CHECK (burned_in_annotation IN ('yes', 'no', 'unknown', 'not-applicable')),
      confirmed_text_free INTEGER NOT NULL DEFAULT 0 CHECK (confirmed_text_free IN (0, 1)),
      spacing_row_mm REAL,
      spacing_column_mm REAL,
      imported_at_ms INTEGER NOT NULL,
      CHECK ((spacing_row_mm IS NULL) = (spacing_column_mm IS NULL))
    ) STRICT;

    CREATE TABLE instance_attributes (
      instance_id TEXT NOT NULL REFERENCES instances (id),
      position INTEGER NOT NULL,
      keyword TEXT NOT NULL,
      value TEXT NOT NULL,
      PRIMARY KEY (instance_id, position)
    ) STRICT, WITHOUT ROWID;
  `,
};
