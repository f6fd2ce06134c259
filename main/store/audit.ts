import { z } from 'zod';
import { sha256 as sha256Schema } from '../../shared/domain.js';
import type { Database } from './database.js';
import { sha256Of } from './stored-mask.js';

export const auditActions = [
  'log.begun',
  'picture.imported',
  'picture.described',
  'picture.confirmed-text-free',
  'revision.made',
  'reading.noted',
  'reading.answered',
  'reading.submitted',
  'abcd.confirmed',
  'picture.assigned',
  'picture.unassigned',
  'reading.again',
  'review.accepted',
  'review.rejected',
  'review.sent-back',
  'gate.opened',
  'gate.closed',
  'gate.stopped',
  'gate.passed',
  'gate.controlled',
  'snapshot.made',
  'export.made',
  'pictures.tagged',
  'picture.trashed',
  'picture.restored',
  'picture.purged',
  'identity.changed',
  'library.rebuilt',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** What was done. Ids, hashes and counts only: an auditor may see it, and it names no patient. */
export interface AuditEvent {
  /** `reader NAME`, `model ID VERSION`, or `application`. */
  actor: string;
  action: AuditAction;
  /** Id or name of what it was done to. */
  subject: string;
  facts: Readonly<Record<string, unknown>>;
}

const entry = z.object({
  /** From 1, without gaps. */
  sequence: z.int().positive(),
  atMs: z.int(),
  actor: z.string(),
  action: z.enum(auditActions),
  subject: z.string(),
  /** JSON, byte for byte as it was hashed. */
  facts: z.string(),
  previousSha256: sha256Schema,
  sha256: sha256Schema,
});
export type AuditEntry = z.infer<typeof entry>;

/** An entry, by which a copy of the log is known to be whole up to it. */
export type AuditHead = Pick<AuditEntry, 'sequence' | 'sha256'>;

/** What the first entry follows. */
export const beforeTheFirst = '0'.repeat(64);

const columns = `sequence, at_ms AS atMs, actor, action, subject, facts,
  previous_sha256 AS previousSha256, sha256`;

const countsRow = z.object({ instances: z.int(), revisions: z.int() });

/** The hash of an entry, over all of it and the hash of the one before. */
export function entryHash(of: Omit<AuditEntry, 'sha256'>): string {
  const { sequence, atMs, actor, action, subject, facts, previousSha256 } = of;
  const text = JSON.stringify([sequence, atMs, actor, action, subject, facts, previousSha256]);
  return sha256Of(Buffer.from(text));
}

/** The append-only log of a library. Entries are made in the transaction of what they tell of. */
export class Audit {
  readonly #database: Database;
  readonly #now: () => number;

  constructor(database: Database, now: () => number) {
    this.#database = database;
    this.#now = now;
  }

  append(event: AuditEvent): void {
    this.#database.transaction(() => {
      this.#insert(event);
    });
  }

  /** Null for a log without entries. */
  head(): AuditHead | null {
    return this.#database.get(
      entry.pick({ sequence: true, sha256: true }),
      'SELECT sequence, sha256 FROM audit ORDER BY sequence DESC LIMIT 1',
    );
  }

  /** The first entry of an act on a subject; null where the log has none. */
  entryOf(action: AuditAction, subject: string): AuditHead | null {
    return this.#database.get(
      entry.pick({ sequence: true, sha256: true }),
      `SELECT sequence, sha256 FROM audit WHERE action = ? AND subject = ?
       ORDER BY sequence LIMIT 1`,
      [action, subject],
    );
  }

  /** Oldest first, from `after` on: a page of a log that may be long. */
  entries(after: number, limit: number): AuditEntry[] {
    return this.#database.all(
      entry,
      `SELECT ${columns} FROM audit WHERE sequence > ? ORDER BY sequence LIMIT ?`,
      [after, limit],
    );
  }

  /** The first entry of a log without any: it says up to which rows the library was filled before. */
  begin(): void {
    if (this.head() !== null) return;
    const facts = this.#database.get(
      countsRow,
      `SELECT (SELECT ifnull(max(sequence), 0) FROM instances) AS instances,
         (SELECT ifnull(max(sequence), 0) FROM revisions) AS revisions`,
    );
    this.append({
      actor: 'application',
      action: 'log.begun',
      subject: 'library',
      facts: facts ?? {},
    });
  }

  #insert({ actor, action, subject, facts }: AuditEvent): void {
    const head = this.head();
    const made = {
      sequence: (head?.sequence ?? 0) + 1,
      atMs: this.#now(),
      actor,
      action,
      subject,
      facts: JSON.stringify(facts),
      previousSha256: head?.sha256 ?? beforeTheFirst,
    };
    const sha256 = entryHash(made);
    this.#database.run(
      `INSERT INTO audit (sequence, at_ms, actor, action, subject, facts, previous_sha256, sha256)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
      [made.sequence, made.atMs, actor, action, subject, made.facts, made.previousSha256, sha256],
    );
  }
}
