import type { Migration } from './migration.js';

/** The questions a library asks, each version kept, and what readers answered. */
export const forms: Migration = {
  version: 126,
  sql: `
    CREATE TABLE forms (
      version INTEGER PRIMARY KEY,
      questions TEXT NOT NULL CHECK (json_valid(questions)),
      created_at_ms INTEGER NOT NULL
    ) STRICT;
    CREATE TRIGGER forms_keep BEFORE UPDATE ON forms
      BEGIN SELECT RAISE(ABORT, 'a form is never changed'); END;
    CREATE TRIGGER forms_stay BEFORE DELETE ON forms
      BEGIN SELECT RAISE(ABORT, 'a form is never deleted'); END;

    CREATE TABLE reading_answers (
      instance_id TEXT NOT NULL REFERENCES instances (id),
      frame INTEGER NOT NULL CHECK (frame >= 0),
      reader TEXT NOT NULL,
      question_id TEXT NOT NULL,
      answer TEXT NOT NULL CHECK (json_valid(answer)),
      form_version INTEGER NOT NULL,
      answered_at_ms INTEGER NOT NULL,
      PRIMARY KEY (instance_id, frame, reader, question_id)
    ) STRICT;
  `,
};
