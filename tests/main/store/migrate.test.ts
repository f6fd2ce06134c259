import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Database } from '../../../main/store/database.js';
import {
  currentVersion,
  migrate,
  migrations,
  requireCurrent,
} from '../../../main/store/migrate.js';
import { onTestFinished } from 'vitest';
import { temporaryFolder } from './support.js';

const tableRow = z.object({ name: z.string(), sql: z.string() });

async function emptyDatabase(): Promise<Database> {
  const database = Database.openForWriting(join(await temporaryFolder(), 'library.db'));
  onTestFinished(() => {
    database.close();
  });
  return database;
}

function tables(database: Database): z.infer<typeof tableRow>[] {
  return database.all(
    tableRow,
    "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
}

const instanceColumns = `INSERT INTO instances (id, sha256, file_name, format, width, height, frames,
  bits_stored, orientation, origin, burned_in_annotation, imported_at_ms)`;

const searchTables = ['', '_data', '_idx', '_docsize', '_config', '_stale'].map(
  (ending) => `search${ending}`,
);
const identityTables = ['patients', 'lesions', 'sources', 'instance_facts'];

describe('migrations', () => {
  test('go up, and every table is strict', async () => {
    const database = await emptyDatabase();
    const versions = migrations.map(({ version }) => version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    migrate(database);
    expect(database.userVersion()).toBe(currentVersion);
    // The tables of a full-text index are made by SQLite itself.
    const own = tables(database).filter(
      ({ name }) => !/^search(_data|_idx|_docsize|_config)?$/.test(name),
    );
    for (const { name, sql } of own) expect(`${name}: ${sql}`).toMatch(/STRICT/);
    expect(database.problems()).toEqual([]);
    migrate(database);
    expect(database.userVersion()).toBe(currentVersion);
  });

  test.each([
    [10, ['instances', 'instance_attributes']],
    [20, ['runs', 'revisions', 'revision_masks']],
    [30, ['journal', 'journal_changes']],
    [40, ['export_names']],
    [70, [...identityTables, 'other_names', 'revision_origins']],
    [80, ['fingerprints', 'snapshots', 'snapshot_samples']],
    [100, ['readings']],
    [110, ['journal_sources', 'revision_sources']],
    [125, ['journal_marks']],
    [126, ['forms', 'reading_answers']],
    [130, ['set_runs', 'set_run_pictures', 'set_run_results']],
    [150, ['reading_abcd']],
    [160, ['blinded_readings', 'blinded_cases']],
    [190, ['tags', 'saved_views', 'proposing_model', 'catalogue', ...searchTables]],
    [195, ['identity_changes', 'alike_pairs', 'pair_decisions']],
    [200, ['record_pending', 'record_state']],
    [170, ['assignments', 'submissions', 'readings_again', 'review_decisions']],
    [175, ['gates', 'gate_passes', 'gate_controls', 'disagreements']],
  ])('%i adds its tables and keeps the rows that are there', async (version, added) => {
    const database = await emptyDatabase();
    migrate(database, version - 1);
    const before = tables(database).map(({ name }) => name);
    if (version > 10) {
      database.run(
        `${instanceColumns}
         VALUES ('id-of-one', 'f', 'n', 'png', 2, 2, 1, 8, 1, 'imported', 'unknown', 9)`,
      );
    }
    migrate(database, version);
    const after = tables(database).map(({ name }) => name);
    expect(after.filter((name) => !before.includes(name))).toEqual(added);
    const row = database.get(
      z.object({ count: z.int() }),
      'SELECT count(*) AS count FROM instances',
    );
    expect(row?.count).toBe(version > 10 ? 1 : 0);
  });

  test('125 says that a spacing known so far is Pixel Spacing', async () => {
    const database = await emptyDatabase();
    migrate(database, 124);
    const one = `${instanceColumns}
      VALUES ('id-of-one', 'f', 'n', 'png', 2, 2, 1, 8, 1, 'imported', 'unknown', 9)`;
    database.run(one);
    database.run(one.replace('id-of-one', 'id-of-two').replace("'f'", "'g'"));
    database.run(
      "UPDATE instances SET spacing_row_mm = 1, spacing_column_mm = 1 WHERE id = 'id-of-two'",
    );
    migrate(database);
    const row = z.object({ source: z.string().nullable() });
    expect(database.all(row, 'SELECT spacing_source AS source FROM instances ORDER BY id')).toEqual(
      [{ source: null }, { source: 'pixel-spacing' }],
    );
  });

  test('50 keeps the journal, its undo targets and its guards', async () => {
    const database = await emptyDatabase();
    migrate(database, 40);
    database.run(
      `${instanceColumns}
       VALUES ('id-of-one', 'f', 'n', 'png', 2, 2, 1, 8, 1, 'imported', 'unknown', 9)`,
    );
    const insert = 'INSERT INTO journal (sequence, instance_id, frame, kind, target, at_ms) VALUES';
    database.run(`${insert} (3, 'id-of-one', 0, 'stroke', NULL, 1)`);
    database.run(`${insert} (7, 'id-of-one', 0, 'undo', 3, 2)`);
    database.run("INSERT INTO journal_changes VALUES (3, 'lesion', x'01', 'hash')");
    migrate(database);
    const row = z.object({ sequence: z.int(), kind: z.string(), target: z.int().nullable() });
    expect(database.all(row, 'SELECT sequence, kind, target FROM journal')).toEqual([
      { sequence: 3, kind: 'stroke', target: null },
      { sequence: 7, kind: 'undo', target: 3 },
    ]);
    expect(database.problems()).toEqual([]);
    expect(database.all(z.unknown(), 'PRAGMA foreign_key_check')).toEqual([]);
    database.run(
      "INSERT INTO journal (instance_id, frame, kind, at_ms) VALUES ('id-of-one', 0, 'command', 3)",
    );
    expect(database.lastSequence()).toBe(8);
    for (const change of ['UPDATE journal SET at_ms = 0', 'DELETE FROM journal_changes']) {
      expect(() => {
        database.exec(change);
      }, change).toThrow(/append-only/);
    }
    expect(() => {
      database.run("INSERT INTO journal_changes VALUES (99, 'lesion', x'01', 'hash')");
    }).toThrow(/FOREIGN KEY/);
  });

  test('170 gives the journal to the reader of its newest revision, and submissions their masks', async () => {
    const database = await emptyDatabase();
    migrate(database, 169);
    for (const id of ['id-of-one', 'id-of-two']) {
      database.run(
        `${instanceColumns}
         VALUES ('${id}', '${id}', 'n', 'png', 2, 2, 1, 8, 1, 'imported', 'unknown', 9)`,
      );
      database.run(
        `INSERT INTO journal (instance_id, frame, kind, at_ms) VALUES ('${id}', 0, 'stroke', 1)`,
      );
    }
    for (const [revision, reader] of [
      ['revision-a', 'anna'],
      ['revision-b', 'bert'],
    ]) {
      database.run(
        `INSERT INTO revisions (id, instance_id, frame, source, reader, journal_sequence,
           created_at_ms) VALUES ('${revision}', 'id-of-one', 0, 'reader', '${reader}', 1, 5)`,
      );
    }
    database.run(
      `INSERT INTO readings (instance_id, frame, reader, submitted_at_ms, changed_at_ms)
       VALUES ('id-of-one', 0, 'anna', 6, 6)`,
    );
    migrate(database);
    const journal = z.object({ reader: z.string().nullable() });
    expect(database.all(journal, 'SELECT reader FROM journal ORDER BY sequence')).toEqual([
      { reader: 'bert' },
      { reader: null },
    ]);
    const submission = z.object({ reader: z.string(), revision: z.string() });
    expect(
      database.all(submission, 'SELECT reader, revision_id AS revision FROM submissions'),
    ).toEqual([{ reader: 'anna', revision: 'revision-a' }]);
    expect(() => {
      database.exec('UPDATE journal SET at_ms = 0');
    }).toThrow(/append-only/);
  });

  test('201 knows no threshold of what was taken over before it', async () => {
    const database = await emptyDatabase();
    migrate(database, 200);
    database.run(
      `${instanceColumns}
       VALUES ('id-of-one', 'f', 'n', 'png', 2, 2, 1, 8, 1, 'imported', 'unknown', 9)`,
    );
    for (const id of ['revision-a', 'revision-b']) {
      database.run(
        `INSERT INTO revisions (id, instance_id, frame, source, created_at_ms)
         VALUES ('${id}', 'id-of-one', 0, 'truth', 5)`,
      );
    }
    database.run("INSERT INTO revision_sources VALUES ('revision-b', 'revision-a')");
    database.run(
      `INSERT INTO journal (instance_id, frame, kind, at_ms)
       VALUES ('id-of-one', 0, 'command', 1)`,
    );
    database.run("INSERT INTO journal_sources VALUES (1, 'revision-a')");
    migrate(database);
    const row = z.object({ threshold: z.null() });
    expect(database.all(row, 'SELECT threshold FROM journal_sources')).toHaveLength(1);
    const taken = 'SELECT thresholds AS threshold FROM revision_sources';
    expect(database.all(row, taken)).toHaveLength(1);
    expect(() => {
      database.run(
        "INSERT INTO journal_sources (sequence, revision_id, threshold) VALUES (1, 'revision-b', 2)",
      );
    }).toThrow(/CHECK/);
    expect(() => {
      database.exec("UPDATE revision_sources SET thresholds = '[0.5]'");
    }).toThrow(/never changed/);
  });

  test('refuse another version where nothing may be changed', async () => {
    const database = await emptyDatabase();
    const refuses = (code: string): void => {
      expect(() => {
        requireCurrent(database);
      }).toThrow(expect.objectContaining({ code }));
    };
    refuses('library-damaged');
    migrate(database, 20);
    refuses('unsupported-format');
    database.exec('PRAGMA user_version = 5000');
    refuses('unsupported-format');
    expect(() => {
      migrate(database);
    }).toThrow(/newer version/);
  });
});

describe('the database', () => {
  test('is durable at every commit, refuses wrong types and dangling references', async () => {
    const database = await emptyDatabase();
    const schema = z.record(z.string(), z.unknown());
    expect(database.get(schema, 'PRAGMA synchronous')).toMatchObject({ synchronous: 2 });
    expect(database.get(schema, 'PRAGMA journal_mode')).toMatchObject({ journal_mode: 'wal' });
    migrate(database);
    expect(() => {
      database.run(
        `INSERT INTO journal (instance_id, frame, kind, at_ms) VALUES ('nowhere', 0, 'stroke', 1)`,
      );
    }).toThrow(/FOREIGN KEY/);
    expect(() => {
      database.run(`INSERT INTO export_names (instance_id, name) VALUES (?, ?)`, [
        Uint8Array.of(1),
        'x',
      ]);
    }).toThrow(/cannot store BLOB/);
  });

  test('rolls back all of a transaction that fails, also one inside another', async () => {
    const database = await emptyDatabase();
    database.exec('CREATE TABLE t (a INTEGER PRIMARY KEY) STRICT');
    const count = (): number | undefined =>
      database.get(z.object({ n: z.int() }), 'SELECT count(*) AS n FROM t')?.n;
    expect(() => {
      database.transaction(() => {
        database.run('INSERT INTO t VALUES (1)');
        database.transaction(() => {
          database.run('INSERT INTO t VALUES (2)');
        });
        throw new Error('stop');
      });
    }).toThrow('stop');
    expect(count()).toBe(0);
    database.transaction(() => {
      database.run('INSERT INTO t VALUES (?)', [3]);
    });
    expect(count()).toBe(1);
  });
});
