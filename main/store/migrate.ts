import { AppError } from '../../shared/errors.js';
import type { Database } from './database.js';
import { instances } from './migrations/0010-instances.js';
import { revisions } from './migrations/0020-revisions.js';
import { journal } from './migrations/0030-journal.js';
import { exportNames } from './migrations/0040-export-names.js';
import { journalCommands } from './migrations/0050-journal-commands.js';
import { journalSegments } from './migrations/0060-journal-segments.js';
import { identity } from './migrations/0070-identity.js';
import { snapshots } from './migrations/0080-snapshots.js';
import { readings } from './migrations/0100-readings.js';
import { sources } from './migrations/0110-sources.js';
import { audit } from './migrations/0120-audit.js';
import { marks } from './migrations/0125-marks.js';
import { forms } from './migrations/0126-forms.js';
import { setRuns } from './migrations/0130-set-runs.js';
import { abcd } from './migrations/0150-abcd.js';
import { blinded } from './migrations/0160-blinded.js';
import { reviews } from './migrations/0170-reviews.js';
import { gate } from './migrations/0175-gate.js';
import { curation } from './migrations/0190-curation.js';
import { identityChanges } from './migrations/0195-identity-changes.js';
import { records } from './migrations/0200-records.js';
import { thresholds } from './migrations/0201-thresholds.js';
import type { Migration } from './migrations/migration.js';

export const migrations: readonly Migration[] = [
  instances,
  revisions,
  journal,
  exportNames,
  journalCommands,
  journalSegments,
  identity,
  snapshots,
  readings,
  sources,
  audit,
  marks,
  forms,
  setRuns,
  abcd,
  blinded,
  reviews,
  gate,
  curation,
  identityChanges,
  records,
  thresholds,
];

/** The schema version this application reads and writes. */
export const currentVersion = migrations.reduce(
  (newest, { version }) => Math.max(newest, version),
  0,
);

/** Brings the schema up to `target`, each step wholly or not at all. */
export function migrate(database: Database, target = currentVersion): void {
  refuseNewer(database);
  for (const { version, sql } of migrations) {
    if (version > target || version <= database.userVersion()) continue;
    database.transaction(() => {
      database.exec(sql);
      database.exec(`PRAGMA user_version = ${String(version)}`);
    });
  }
}

/**
 * For a library that may not be changed.
 * @throws AppError `library-damaged` without a schema, `unsupported-format` with another version's.
 */
export function requireCurrent(database: Database): void {
  refuseNewer(database);
  const version = database.userVersion();
  if (version === 0) {
    throw new AppError(
      'library-damaged',
      'The library database holds nothing. Restore library.db from a backup.',
    );
  }
  if (version < currentVersion) {
    throw new AppError(
      'unsupported-format',
      'The library was written by an older version and cannot be upgraded while it is open for ' +
        'reading only. Open it for writing once.',
    );
  }
}

function refuseNewer(database: Database): void {
  const version = database.userVersion();
  if (version <= currentVersion) return;
  throw new AppError(
    'unsupported-format',
    `The library has schema ${String(version)}, this version reads up to ` +
      `${String(currentVersion)}. Open it with the newer version of the application.`,
  );
}
