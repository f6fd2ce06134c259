import { chmodSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError, toAppError } from '../../shared/errors.js';
import { systemErrorCode, temporaryEnding, writeFailure } from './atomic-write.js';
import { Database } from './database.js';
import { Library, type ReadOnly } from './library.js';
import { LibraryLock } from './lock.js';
import { migrate, requireCurrent } from './migrate.js';

/** Up to here the whole database is checked at each opening; beyond, after a crash only. */
const alwaysCheckedBytes = 32 * 1024 ** 2;

export interface OpenOptions {
  /**
   * `create` (unless said) makes the library where there is none, `write` wants an existing one,
   * `read` never changes anything.
   */
  access?: 'create' | 'write' | 'read';
  /**
   * Whose newest run is a picture's proposal, whatever other models have run since: the default
   * model, so that a comparison of models changes no picture. Null: the newest run of any.
   */
  proposingModelId?: string | null;
  /** Milliseconds since the epoch; the system's clock unless a test gives another. */
  now?: () => number;
  /** Called when the library turns read-only while it is open. */
  onReadOnly?: (reason: string) => void;
  /** Called when changes cannot be written down beside the files; the database has them. */
  onRecordFailure?: (error: AppError) => void;
}

/**
 * Opens the library in `folder`. It opens read-only, with the reason, where another process holds
 * its lock, where the folder cannot be written, and where the database is damaged but readable.
 *
 * @throws AppError `library-damaged` when nothing can be read, or when the pictures are there but
 * the database is not: no empty library ever takes the place of a damaged one. `not-found` where
 * there is none and none may be made, `bad-input` for a folder that holds other things.
 */
export function openLibrary(folder: string, options: OpenOptions = {}): Promise<Library> {
  return Promise.resolve().then(() => open(folder, options));
}

function open(
  folder: string,
  {
    access = 'create',
    now = Date.now,
    onReadOnly = () => undefined,
    onRecordFailure = () => undefined,
    proposingModelId = null,
  }: OpenOptions,
): Library {
  const how = { now, proposingModelId, onRecordFailure };
  const exists = sizeOf(join(folder, 'library.db')) > 0;
  if (!exists) refuseUnlessFresh(folder, access);
  if (access === 'read') {
    return openForReading(
      folder,
      { cause: 'asked', reason: 'The library was opened for reading only.' },
      how,
    );
  }
  makeFolders(folder);
  const opened: { library: Library | null } = { library: null };
  const outcome = LibraryLock.acquire(folder, now, (reason) => {
    opened.library?.turnReadOnly(reason);
    onReadOnly(reason);
  });
  if (!outcome.held) return openForReading(folder, outcome, how);
  try {
    opened.library = openForWriting(folder, outcome.takenOver, how);
    opened.library.holdLock(outcome.lock);
    return opened.library;
  } catch (thrown) {
    outcome.lock.release();
    const failure = toAppError(thrown);
    if (failure.code !== 'library-damaged') throw failure;
    const reason = `${failure.message} What can be read is shown.`;
    return openForReading(folder, { cause: 'damaged', reason }, how);
  }
}

type How = Required<Pick<OpenOptions, 'now' | 'proposingModelId' | 'onRecordFailure'>>;

function openForWriting(folder: string, afterCrash: boolean, how: How): Library {
  const path = join(folder, 'library.db');
  const database = Database.openForWriting(path);
  try {
    if (afterCrash || sizeOf(path) < alwaysCheckedBytes) requireSound(database);
    if (database.userVersion() === 0 && holdsPictures(folder)) throw databaseMissing();
    migrate(database);
    for (const inside of ['blobs', 'cache']) removeTemporaries(join(folder, inside));
    removeTemporaries(folder);
    const library = new Library(
      folder,
      { database, readOnly: null, onRecordFailure: how.onRecordFailure },
      how.now,
      how.proposingModelId,
    );
    library.audit.begin();
    library.catalogue.proposeBy(how.proposingModelId);
    library.rowRecords.begin();
    return library;
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function openForReading(folder: string, { cause, reason }: ReadOnly, how: How): Library {
  const database = Database.openForReading(join(folder, 'library.db'));
  try {
    requireCurrent(database);
    const opened = { database, readOnly: { cause, reason }, onRecordFailure: how.onRecordFailure };
    return new Library(folder, opened, how.now, how.proposingModelId);
  } catch (thrown) {
    database.close();
    throw thrown;
  }
}

function requireSound(database: Database): void {
  const [first] = database.problems();
  if (first === undefined) return;
  throw new AppError(
    'library-damaged',
    'The library database is damaged. Run "limen library rebuild" on the library, which sets the ' +
      'damaged database aside, or restore library.db from a backup.',
    { cause: first },
  );
}

/** Without a database only a folder that is absent or empty, or was just begun, is fresh. */
function refuseUnlessFresh(folder: string, access: 'create' | 'write' | 'read'): void {
  if (holdsPictures(folder) || sizeOf(join(folder, 'library.db-wal')) > 0) throw databaseMissing();
  if (access !== 'create') {
    throw new AppError('not-found', 'There is no library in this folder. Choose another one.');
  }
  const own = new Set(['library.db', 'blobs', 'cache', 'records', 'lock']);
  const foreign = names(folder).some((name) => !own.has(name) && !name.startsWith('library.db-'));
  if (!foreign) return;
  throw new AppError(
    'bad-input',
    'The folder holds other files and no library. Choose an empty folder or a library.',
  );
}

function databaseMissing(): AppError {
  return new AppError(
    'library-damaged',
    'The folder holds pictures of a library, but library.db is missing or empty. Run ' +
      '"limen library rebuild" on it, or restore library.db from a backup.',
  );
}

function holdsPictures(folder: string): boolean {
  return names(join(folder, 'blobs')).some((name) => names(join(folder, 'blobs', name)).length > 0);
}

function makeFolders(folder: string): void {
  try {
    for (const path of [folder, join(folder, 'blobs'), join(folder, 'cache')]) {
      mkdirSync(path, { recursive: true, mode: 0o700 });
    }
    chmodSync(folder, 0o700);
  } catch (thrown) {
    // A library on a medium that cannot be written still opens for reading.
    if (sizeOf(join(folder, 'library.db')) === 0) throw writeFailure(thrown);
  }
}

/** Left behind when a process was killed while it wrote. */
function removeTemporaries(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory() && /^[0-9a-f]{2}$/.test(entry.name)) removeTemporaries(path);
    else if (entry.name.endsWith(temporaryEnding)) rmSync(path, { recursive: true, force: true });
  }
}

function names(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (thrown) {
    const code = systemErrorCode(thrown);
    if (code === 'ENOENT' || code === 'ENOTDIR') return [];
    throw thrown;
  }
}

/** 0 for a file that is not there. */
function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
