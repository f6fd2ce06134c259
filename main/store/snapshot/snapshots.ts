import { z } from 'zod';
import { dataSplit, type DataSplit } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import type { Audit } from '../audit.js';
import type { Database } from '../database.js';

/** An immutable, named version of the dataset. */
export interface Snapshot {
  sequence: number;
  name: string;
  /** JSON, byte for byte as it was hashed. */
  manifest: string;
  manifestSha256: string;
  /** The dataset card, Markdown. */
  card: string;
  createdAtMs: number;
}

/** Which revision of a frame a snapshot holds, and in which part. */
export interface SnapshotSample {
  instanceId: string;
  frame: number;
  revisionId: string;
  split: DataSplit;
  /** Pictures of one patient or lesion, or alike, have one group. */
  group: string;
}

const snapshotRow = z.object({
  sequence: z.int(),
  name: z.string(),
  manifest: z.string(),
  manifestSha256: z.string(),
  card: z.string(),
  createdAtMs: z.int(),
});

const sampleRow = z.object({
  instanceId: z.string(),
  frame: z.int(),
  revisionId: z.string(),
  split: dataSplit,
  group: z.string(),
});

const columns = `sequence, name, manifest, manifest_sha256 AS manifestSha256, card,
  created_at_ms AS createdAtMs`;

/** Rows of snapshots, inserted once and never changed. */
export class Snapshots {
  readonly #database: Database;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(database: Database, audit: Audit, now: () => number) {
    this.#database = database;
    this.#audit = audit;
    this.#now = now;
  }

  /** @throws AppError `bad-input` for a name that is taken. */
  insert(
    { name, manifest, manifestSha256, card }: Omit<Snapshot, 'sequence' | 'createdAtMs'>,
    samples: readonly SnapshotSample[],
    maker: string,
  ): Snapshot {
    this.#database.transaction(() => {
      if (this.#find(name)) {
        throw new AppError(
          'bad-input',
          `There is a snapshot ${name} already. Choose another name.`,
        );
      }
      this.#database.run(
        `INSERT INTO snapshots (name, manifest, manifest_sha256, card, created_at_ms)
         VALUES (?, ?, ?, ?, ?)`,
        [name, manifest, manifestSha256, card, this.#now()],
      );
      const sequence = this.#database.lastSequence();
      for (const { instanceId, frame, revisionId, split, group } of samples) {
        this.#database.run(
          `INSERT INTO snapshot_samples
             (snapshot, instance_id, frame, revision_id, split, group_name)
           VALUES (?, ?, ?, ?, ?, ?)`,
          [sequence, instanceId, frame, revisionId, split, group],
        );
      }
      this.#audit.append({
        actor: `reader ${maker}`,
        action: 'snapshot.made',
        subject: name,
        facts: { samples: samples.length, manifestSha256 },
      });
    });
    return this.get(name);
  }

  /** @throws AppError `not-found`. */
  get(name: string): Snapshot {
    const found = this.#find(name);
    if (found) return found;
    const known = this.list().map((snapshot) => snapshot.name);
    throw new AppError(
      'not-found',
      `There is no snapshot ${name}; there are: ${known.join(', ') || 'none'}.`,
    );
  }

  /** Oldest first. */
  list(): Snapshot[] {
    return this.#database.all(snapshotRow, `SELECT ${columns} FROM snapshots ORDER BY sequence`);
  }

  /** In the order of their import. */
  samples({ sequence }: Pick<Snapshot, 'sequence'>): SnapshotSample[] {
    return this.#database.all(
      sampleRow,
      `SELECT s.instance_id AS instanceId, s.frame, s.revision_id AS revisionId, s.split,
         s.group_name AS "group"
       FROM snapshot_samples s JOIN instances i ON i.id = s.instance_id WHERE s.snapshot = ?
       ORDER BY i.sequence, s.frame`,
      [sequence],
    );
  }

  #find(name: string): Snapshot | null {
    return this.#database.get(snapshotRow, `SELECT ${columns} FROM snapshots WHERE name = ?`, [
      name,
    ]);
  }
}
