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
import { IdentityChanges } from './identity-changes.js';
import { Instances } from './instances.js';
import { Journal } from './journal.js';
import type { LibraryLock } from './lock.js';
import { Likeness } from './likeness.js';
import { Proposals } from './proposals.js';
import { Records } from './records/records.js';
import { ReadingRecords } from './reading-records.js';
import { Assignments } from './review/assignments.js';
import { Blindness } from './review/blindness.js';
import { Gate } from './review/gate.js';
import { Reviews } from './review/reviews.js';
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

/** Some 20 kB for each of 200,000 pictures. */
const thumbnailBytes = 4 * 1024 ** 3;

/** An open library: a folder of pictures with their segmentations. */
export class Library {
  readonly folder: string;
  readonly database: Database;
  readonly audit: Audit;
  readonly blobs: Blobs;
  readonly cache: Cache;
  /** Apart from the large renditions, which would push them out. */
  readonly thumbnails: Cache;
  readonly identity: Identity;
  readonly identityChanges: IdentityChanges;
  readonly likeness: Likeness;
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
  readonly reviews: Reviews;
  readonly forms: Forms;
  readonly abcd: AbcdRecords;
  readonly exportNames: ExportNames;
  readonly snapshots: Snapshots;
  readonly setRuns: SetRuns;
  readonly tags: Tags;
  readonly savedViews: SavedViews;
  readonly trash: Trash;
  readonly blinded: BlindedReadings;
  /** What is written down beside the files, for a database that is lost. */
  readonly rowRecords: Records;
  readonly now: () => number;
  #readOnly: ReadOnly | null;
  #lock: LibraryLock | null = null;

  constructor(
    folder: string,
    opened: {
      database: Database;
      readOnly: ReadOnly | null;
      /** What changed could not be written down beside the files; it will be tried again. */
      onRecordFailure: (error: AppError) => void;
    },
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
    this.thumbnails = new Cache(join(folder, 'cache', 'thumbnails'), thumbnailBytes);
    this.identity = new Identity(database);
    this.identityChanges = new IdentityChanges(database, this.audit, now);
    this.likeness = new Likeness(database, this.audit, now);
    this.instances = new Instances(database, this.audit, now);
    this.revisions = new Revisions(database, this.instances, this.audit, now);
    this.proposals = new Proposals(database, this.blobs, this.revisions, now, proposingModelId);
    this.journal = new Journal(database, this.instances, this.revisions, now);
    this.records = new ReadingRecords(database, this, this.audit, now);
    this.blindness = new Blindness(database);
    this.catalogue = new Catalogue(database, this.blindness);
    this.assignments = new Assignments(database, this.instances, this.audit, now);
    this.gate = new Gate(database, this.revisions, this.audit, now);
    this.worklist = new Worklist(database, proposingModelId);
    this.reviews = new Reviews(database, this, this.audit, now);
    this.forms = new Forms(database, this.instances, this.audit, now);
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
    this.rowRecords = new Records(database, join(folder, 'records'), opened.onRecordFailure);
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
    if (this.#readOnly === null) {
      this.rowRecords.end();
      this.database.checkpoint();
    }
    this.database.close();
    this.cache.close();
    this.thumbnails.close();
    this.#lock?.release();
  }

  /** From here on the lock is this library's, to be released when it closes. */
  holdLock(lock: LibraryLock): void {
    this.#lock = lock;
  }

  /** Ends all writing while the library stays open. */
  turnReadOnly(reason: string): void {
    this.#readOnly = { cause: 'taken-over', reason };
    this.rowRecords.stop();
    this.database.exec('PRAGMA query_only = ON');
  }
}
