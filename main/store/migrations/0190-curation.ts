import type { Migration } from './migration.js';

const tells = (table: string, event: string, row: 'NEW' | 'OLD' = 'NEW'): string => `
    CREATE TRIGGER catalogue_${table}_${event.slice(0, 6).toLowerCase()} AFTER ${event} ON ${table} BEGIN
      DELETE FROM catalogue WHERE instance_id = ${row}.instance_id;
      INSERT INTO catalogue SELECT * FROM catalogue_source WHERE instance_id = ${row}.instance_id;
    END;`;

const newestDecision = (column: string): string => `(SELECT d.${column} FROM review_decisions d
        WHERE d.instance_id = i.id ORDER BY d.sequence DESC LIMIT 1)`;

/** Of a picture: decided on, waiting for the decision, corrected, let through by the gate, and so on. */
const status = `CASE
        WHEN ${newestDecision('kind')} <> 'sent-back' AND ${newestDecision('after_submission')} >=
            (SELECT ifnull(max(s.sequence), 0) FROM submissions s WHERE s.instance_id = i.id)
          THEN ${newestDecision('kind')}
        WHEN NOT EXISTS (SELECT 1 FROM assignments a WHERE a.instance_id = i.id
            AND NOT EXISTS (SELECT 1 FROM readings n WHERE n.instance_id = i.id
              AND n.reader = a.reader AND n.submitted_at_ms IS NOT NULL))
          AND (EXISTS (SELECT 1 FROM assignments a WHERE a.instance_id = i.id)
            OR (SELECT count(DISTINCT n.reader) FROM readings n WHERE n.instance_id = i.id
              AND n.submitted_at_ms IS NOT NULL) > 1)
          THEN 'to-review'
        WHEN EXISTS (SELECT 1 FROM revisions r WHERE r.instance_id = i.id AND r.source = 'reader')
          THEN 'corrected'
        WHEN EXISTS (SELECT 1 FROM gate_passes p JOIN gates g ON g.sequence = p.gate
            WHERE p.instance_id = i.id AND g.state = 'open')
          AND NOT EXISTS (SELECT 1 FROM assignments a WHERE a.instance_id = i.id)
          AND NOT EXISTS (SELECT 1 FROM readings n WHERE n.instance_id = i.id
            AND n.submitted_at_ms IS NOT NULL)
          THEN 'model-unreviewed'
        WHEN EXISTS (SELECT 1 FROM revisions r WHERE r.instance_id = i.id AND r.source = 'model')
          THEN 'proposed'
        ELSE 'unread' END`;

const tellsOfPicture = (event: string): string => `
    CREATE TRIGGER catalogue_instances_${event.slice(0, 6).toLowerCase()} AFTER ${event} ON instances BEGIN
      DELETE FROM catalogue WHERE sequence = NEW.sequence;
      INSERT INTO catalogue SELECT * FROM catalogue_source WHERE sequence = NEW.sequence;
    END;`;

const ages = (table: string, event: string, row: 'NEW' | 'OLD'): string => `
    CREATE TRIGGER search_${table}_${event.slice(0, 6).toLowerCase()} AFTER ${event} ON ${table} BEGIN
      INSERT INTO search_stale SELECT sequence FROM instances i WHERE i.id = ${row}.instance_id
        AND NOT EXISTS (SELECT 1 FROM search_stale s WHERE s.sequence = i.sequence);
    END;`;

const newestArea = (source: string): string => `(SELECT m.area_px FROM revisions r
        JOIN revision_masks m ON m.revision_id = r.id AND m.segment = 'lesion'
        WHERE r.instance_id = i.id AND r.source = '${source}' AND r.frame = 0
        ORDER BY r.sequence DESC LIMIT 1)`;

const proposal = (column: string): string => `(SELECT ${column} FROM revisions r
        JOIN runs ON runs.id = r.run_id
        LEFT JOIN revision_masks m ON m.revision_id = r.id AND m.segment = 'lesion'
        WHERE r.instance_id = i.id AND r.source = 'model' AND r.frame = 0
        ORDER BY runs.model_id IS (SELECT model_id FROM proposing_model) DESC, r.sequence DESC
        LIMIT 1)`;

/**
 * What curators do to pictures: tags, saved views, trash. Beside the truth in the other tables there
 * are two that follow from it, so that a library of 100,000 pictures is listed and searched at once:
 * \`catalogue\`, one row a picture, kept by triggers on whatever it is made of, and \`search\`, whose
 * stale rows are made anew before they are asked for.
 */
export const curation: Migration = {
  version: 190,
  sql: `
    ALTER TABLE instances ADD COLUMN trashed_at_ms INTEGER;
    ALTER TABLE instances ADD COLUMN purged_at_ms INTEGER;

    CREATE TABLE tags (
      instance_id TEXT NOT NULL REFERENCES instances (id),
      tag TEXT NOT NULL,
      PRIMARY KEY (tag, instance_id)
    ) STRICT, WITHOUT ROWID;
    CREATE INDEX tags_of_instance ON tags (instance_id);

    CREATE TABLE saved_views (
      name TEXT PRIMARY KEY,
      view TEXT NOT NULL CHECK (json_valid(view)),
      changed_at_ms INTEGER NOT NULL
    ) STRICT;

    CREATE INDEX patients_told ON instance_attributes (keyword, value)
      WHERE keyword IN ('PatientSex', 'PatientAge');

    CREATE TABLE proposing_model (
      one INTEGER PRIMARY KEY CHECK (one = 1),
      model_id TEXT
    ) STRICT;

    CREATE VIEW catalogue_source AS SELECT
      i.sequence,
      i.id AS instance_id,
      i.file_name,
      ${status} AS status,
      EXISTS (SELECT 1 FROM revisions r WHERE r.instance_id = i.id AND r.source = 'reader')
        OR EXISTS (SELECT 1 FROM readings n
          WHERE n.instance_id = i.id AND n.submitted_at_ms IS NOT NULL) AS read,
      EXISTS (SELECT 1 FROM readings n WHERE n.instance_id = i.id AND n.flagged = 1) AS flagged,
      ${proposal('runs.confidence')} AS confidence,
      p.label AS patient,
      l.label AS lesion,
      f.site,
      f.diagnosis,
      f.split,
      i.imported_at_ms,
      i.width * i.height AS picture_px,
      coalesce(${newestArea('reader')}, ${proposal('m.area_px')}, ${newestArea('truth')}) AS lesion_px,
      (SELECT ifnull(sum(n.spent_ms), 0) FROM readings n WHERE n.instance_id = i.id) AS spent_ms,
      i.trashed_at_ms IS NOT NULL AS trashed
    FROM instances i
    LEFT JOIN instance_facts f ON f.instance_id = i.id
    LEFT JOIN patients p ON p.id = f.patient_id
    LEFT JOIN lesions l ON l.id = f.lesion_id
    WHERE i.purged_at_ms IS NULL;

    CREATE TABLE catalogue (
      sequence INTEGER PRIMARY KEY,
      instance_id TEXT NOT NULL UNIQUE,
      file_name TEXT NOT NULL,
      status TEXT NOT NULL,
      read INTEGER NOT NULL,
      flagged INTEGER NOT NULL,
      confidence REAL,
      patient TEXT,
      lesion TEXT,
      site TEXT,
      diagnosis TEXT,
      split TEXT,
      imported_at_ms INTEGER NOT NULL,
      picture_px INTEGER NOT NULL,
      lesion_px INTEGER,
      spent_ms INTEGER NOT NULL,
      trashed INTEGER NOT NULL
    ) STRICT;
    CREATE INDEX catalogue_without_outline ON catalogue (trashed, sequence) WHERE status = 'unread';
    CREATE INDEX catalogue_to_read ON catalogue (trashed, sequence) WHERE read = 0;
    INSERT INTO catalogue SELECT * FROM catalogue_source;
    ${tellsOfPicture('INSERT')}
    ${tellsOfPicture('UPDATE OF file_name, trashed_at_ms, purged_at_ms')}
    ${tells('revisions', 'INSERT')}
    ${tells('readings', 'INSERT')}
    ${tells('readings', 'UPDATE')}
    ${tells('instance_facts', 'INSERT')}
    ${tells('instance_facts', 'UPDATE')}
    ${tells('assignments', 'INSERT')}
    ${tells('assignments', 'DELETE', 'OLD')}
    ${tells('submissions', 'INSERT')}
    ${tells('review_decisions', 'INSERT')}
    ${tells('gate_passes', 'INSERT')}
    CREATE TRIGGER catalogue_gates AFTER UPDATE OF state ON gates BEGIN
      UPDATE catalogue SET status = (SELECT s.status FROM catalogue_source s
        WHERE s.sequence = catalogue.sequence)
      WHERE instance_id IN (SELECT p.instance_id FROM gate_passes p WHERE p.gate = NEW.sequence);
    END;
    CREATE TRIGGER catalogue_masks AFTER INSERT ON revision_masks WHEN NEW.segment = 'lesion' BEGIN
      UPDATE catalogue SET lesion_px = (SELECT s.lesion_px FROM catalogue_source s
        WHERE s.sequence = catalogue.sequence)
      WHERE instance_id = (SELECT instance_id FROM revisions WHERE id = NEW.revision_id);
    END;

    CREATE VIRTUAL TABLE search USING fts5(
      names, tags, facts, metadata, comments, content = '', contentless_delete = 1,
      tokenize = 'unicode61 remove_diacritics 2', prefix = '2 3 4'
    );
    CREATE TABLE search_stale (sequence INTEGER PRIMARY KEY) STRICT;
    INSERT INTO search_stale SELECT sequence FROM instances;
    CREATE TRIGGER search_instances_insert AFTER INSERT ON instances BEGIN
      INSERT INTO search_stale VALUES (NEW.sequence);
    END;
    CREATE TRIGGER search_instances_update AFTER UPDATE OF file_name, purged_at_ms ON instances BEGIN
      INSERT INTO search_stale SELECT NEW.sequence
        WHERE NOT EXISTS (SELECT 1 FROM search_stale WHERE sequence = NEW.sequence);
    END;
    ${ages('instance_attributes', 'INSERT', 'NEW')}
    ${ages('tags', 'INSERT', 'NEW')}
    ${ages('tags', 'DELETE', 'OLD')}
    ${ages('instance_facts', 'INSERT', 'NEW')}
    ${ages('instance_facts', 'UPDATE', 'NEW')}
    ${ages('readings', 'INSERT', 'NEW')}
    ${ages('readings', 'UPDATE OF comment', 'NEW')}
    ${ages('export_names', 'INSERT', 'NEW')}
    ${ages('other_names', 'INSERT', 'NEW')}
  `,
};
