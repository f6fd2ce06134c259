import { join } from 'node:path';
import type { ReadOnlyCause } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import { AbcdRecords } from './abcd-records.js';
import { Audit } from './audit.js';
import { BlindedReadings } from './blinded-readings.js';
import { Blobs } from './blobs.js';
import { Cache } from './cache.js';
import { Catalogue } from './catalogue.js';
import type { Database } from './database.js';
import { ExportNames } from './export-names.js';
import { Forms } from './forms.js';
import { Identity } from './identity.js';
import { Instances } from './instances.js';
import { Journal } from './journal.js';
import type { LibraryLock } from './lock.js';
import { Proposals } from './proposals.js';
import { ReadingRecords } from './reading-records.js';
import { Assignments } from './review/assignments.js';
import { Blindness } from './review/blindness.js';
import { Gate } from './review/gate.js';
import { Worklist } from './review/worklist.js';
import { Revisions } from './revisions.js';
import { SavedViews } from './saved-views.js';
import { SetRuns } from './set-runs.js';
import { Snapshots } from './snapshot/snapshots.js';
import { Tags } from './tags.js';
import { Trash } from './trash.js';

/** Why nothing can be written: for the reader's own language, and in one sentence. */
export interface ReadOnly {
  readonly cause: ReadOnlyCause;
  readonly reason: string;
}

/** An open library: a folder of pictures with their segmentations. */
export class Library {
  readonly folder: string;
  readonly database: Database;
  readonly audit: Audit;
  readonly blobs: Blobs;
  readonly cache: Cache;
  readonly identity: Identity;
  readonly instances: Instances;
  readonly catalogue: Catalogue;
  readonly revisions: Revisions;
  readonly proposals: Proposals;
  readonly journal: Journal;
  readonly records: ReadingRecords;
  readonly blindness: Blindness;
  readonly assignments: Assignments;
  readonly gate: Gate;
  readonly worklist: Worklist;
  readonly forms: Forms;
  readonly abcd: AbcdRecords;
  readonly exportNames: ExportNames;
  readonly snapshots: Snapshots;
  readonly setRuns: SetRuns;
  readonly tags: Tags;
  readonly savedViews: SavedViews;
  readonly trash: Trash;
  readonly blinded: BlindedReadings;
  readonly now: () => number;
  #readOnly: ReadOnly | null;
  #lock: LibraryLock | null = null;

  constructor(
    folder: string,
    opened: { database: Database; readOnly: ReadOnly | null },
    now: () => number,
    proposingModelId: string | null,
  ) {
    const { database } = opened;
    this.folder = folder;
    this.database = database;
    this.now = now;
    this.#readOnly = opened.readOnly;
    this.audit = new Audit(database, now);
    this.blobs = new Blobs(join(folder, 'blobs'));
    this.cache = new Cache(join(folder, 'cache'));
    this.identity = new Identity(database);
    this.instances = new Instances(database, this.audit, now);
    this.catalogue = new Catalogue(database);
    this.revisions = new Revisions(database, this.instances, this.audit, now);
    this.proposals = new Proposals(database, this.blobs, this.revisions, now, proposingModelId);
    this.journal = new Journal(database, this.instances, this.revisions, now);
    this.records = new ReadingRecords(database, this, this.audit, now);
    this.blindness = new Blindness(database);
    this.assignments = new Assignments(database, this.instances, this.audit, now);
    this.gate = new Gate(database, this.revisions, this.audit, now);
    this.worklist = new Worklist(database, proposingModelId);
    this.forms = new Forms(database, this.instances, now);
    this.abcd = new AbcdRecords({
      database,
      audit: this.audit,
      revisions: this.revisions,
      journal: this.journal,
      now,
    });
    this.exportNames = new ExportNames(database);
    this.snapshots = new Snapshots(database, this.audit, now);
    this.setRuns = new SetRuns(database, now);
    this.tags = new Tags(database, this.audit);
    this.savedViews = new SavedViews(database, now);
    this.trash = new Trash(database, this, this.audit, now);
    this.blinded = new BlindedReadings(database, now);
  }

  /** Why nothing can be written, in one sentence; null when it can. */
  get readOnlyReason(): string | null {
    return this.#readOnly?.reason ?? null;
  }

  get readOnlyCause(): ReadOnlyCause | null {
    return this.#readOnly?.cause ?? null;
  }

  /** @throws AppError `library-read-only`. */
  requireWritable(): void {
    if (this.#readOnly === null) return;
    throw new AppError('library-read-only', this.#readOnly.reason);
  }

  /** Everything written is complete in library.db when this returns. */
  close(): void {
    if (this.#readOnly === null) this.database.checkpoint();
    this.database.close();
    this.cache.close();
    this.#lock?.release();
  }

  /** From here on the lock is this library's, to be released when it closes. */
  holdLock(lock: LibraryLock): void {
    this.#lock = lock;
  }

  /** Ends all writing while the library stays open. */
  turnReadOnly(reason: string): void {
    this.#readOnly = { cause: 'taken-over', reason };
    this.database.exec('PRAGMA query_only = ON');
  }
}
