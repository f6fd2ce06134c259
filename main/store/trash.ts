import { z } from 'zod';
import { AppError } from '../../shared/errors.js';
import type { Audit } from './audit.js';
import type { Blobs } from './blobs.js';
import type { Cache } from './cache.js';
import type { Database } from './database.js';
import { purgeWords } from './purge-words.js';
import type { Records } from './records/records.js';

/** How long a picture stays in the trash at least. */
const dayMs = 86_400_000;
export const retentionMs = 30 * dayMs;

export interface PurgeOutcome {
  purged: number;
  /** Not purged, since a snapshot refers to them. */
  keptForSnapshots: number;
}

const idRow = z.object({ id: z.string() });

/**
 * Pictures that are in no list, export or snapshot to come, and can be restored with all that was
 * done to them. What has been here for longer than the retention can be purged: then the file, its
 * probability maps and what tells of the patient are gone, and what readers and models did to it
 * stays as numbers and outlines, so that the audit log can still be followed.
 */
export class Trash {
  readonly #database: Database;
  readonly #blobs: Blobs;
  readonly #caches: readonly Cache[];
  readonly #records: Records;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(
    database: Database,
    files: { blobs: Blobs; cache: Cache; thumbnails: Cache; rowRecords: Records },
    audit: Audit,
    now: () => number,
  ) {
    this.#database = database;
    this.#blobs = files.blobs;
    this.#caches = [files.cache, files.thumbnails];
    this.#records = files.rowRecords;
    this.#audit = audit;
    this.#now = now;
  }

  /** @returns how many were not there yet */
  put(instanceIds: readonly string[], curator: string): number {
    return this.#move(instanceIds, `reader ${curator}`, 'picture.trashed', this.#now());
  }

  /** Everything is as it was before. @returns how many came back */
  restore(instanceIds: readonly string[], actor: string): number {
    return this.#move(instanceIds, actor, 'picture.restored', null);
  }

  /** Whether a picture is in the trash, or was purged from it. */
  holds(instanceId: string): boolean {
    const sql = 'SELECT id FROM instances WHERE id = ? AND trashed_at_ms IS NOT NULL';
    return this.#database.get(idRow, sql, [instanceId]) !== null;
  }

  /** What is in the trash, and how much of it could be purged now. */
  count(): { pictures: number; expired: number } {
    return this.#database.getOne(
      z.object({ pictures: z.int(), expired: z.int() }),
      `SELECT count(*) AS pictures, count(*) FILTER (WHERE trashed_at_ms <= ?) AS expired
       FROM instances WHERE trashed_at_ms IS NOT NULL AND purged_at_ms IS NULL`,
      [this.#now() - retentionMs],
    );
  }

  /**
   * Ends the retention: what was trashed before this moment is purged, but for what a snapshot
   * refers to. A snapshot stays whole for as long as the library.
   * @param beforeRetention said by whoever means to purge what has been here for less than it
   * @throws AppError `bad-input` for a moment within the retention where this is not said
   */
  async purge(
    trashedBeforeMs: number,
    actor: string,
    { beforeRetention = false }: { beforeRetention?: boolean } = {},
  ): Promise<PurgeOutcome> {
    if (!beforeRetention && trashedBeforeMs > this.#now() - retentionMs) {
      throw new AppError(
        'bad-input',
        `Pictures stay in the trash for ${String(retentionMs / dayMs)} days at least; what has been ` +
          'there for less is purged with --before-retention only.',
      );
    }
    const expired = this.#database.all(
      idRow.extend({ sha256: z.string(), kept: z.int() }),
      `SELECT id, sha256,
         EXISTS (SELECT 1 FROM snapshot_samples s WHERE s.instance_id = i.id) AS kept
       FROM instances i WHERE trashed_at_ms <= ? AND purged_at_ms IS NULL ORDER BY sequence`,
      [trashedBeforeMs],
    );
    const purged = expired.filter(({ kept }) => kept === 0);
    const files = this.#database.transaction(() => {
      const unneeded = purged.flatMap(({ id, sha256 }) => [
        sha256,
        ...this.#purgeRows(id, sha256, actor),
      ]);
      purgeWords(
        this.#database,
        purged.map(({ id }) => id),
      );
      this.#forgetPatients();
      return unneeded;
    });
    for (const sha256 of files) await this.#blobs.remove(sha256);
    const ids = new Set(purged.map(({ id }) => id));
    for (const cache of this.#caches) await cache.forget(ids);
    // What was written down of these pictures goes too.
    if (purged.length > 0) this.#records.renew();
    return { purged: purged.length, keptForSnapshots: expired.length - purged.length };
  }

  #move(
    instanceIds: readonly string[],
    actor: string,
    action: 'picture.trashed' | 'picture.restored',
    trashedAtMs: number | null,
  ): number {
    const wanted = trashedAtMs === null ? 'IS NOT NULL' : 'IS NULL';
    return this.#database.transaction(() => {
      const moved = this.#database.all(
        idRow,
        `SELECT i.id FROM json_each(?) j JOIN instances i ON i.id = j.value
         WHERE i.trashed_at_ms ${wanted} AND i.purged_at_ms IS NULL ORDER BY i.sequence`,
        [JSON.stringify(instanceIds)],
      );
      for (const { id } of moved) {
        this.#database.run('UPDATE instances SET trashed_at_ms = ? WHERE id = ?', [
          trashedAtMs,
          id,
        ]);
        this.#audit.append({ actor, action, subject: id, facts: {} });
      }
      return moved.length;
    });
  }

  /** @returns files that no other picture needs */
  #purgeRows(id: string, sha256: string, actor: string): string[] {
    const maps = this.#database.all(
      z.object({ sha256: z.string() }),
      `SELECT DISTINCT probability_sha256 AS sha256 FROM runs r WHERE instance_id = ?1
       AND NOT EXISTS (SELECT 1 FROM runs o JOIN instances i ON i.id = o.instance_id
         WHERE o.probability_sha256 = r.probability_sha256 AND o.instance_id <> ?1
           AND i.purged_at_ms IS NULL)`,
      [id],
    );
    for (const table of ['instance_attributes', 'other_names', 'tags', 'reading_answers']) {
      this.#database.run(`DELETE FROM ${table} WHERE instance_id = ?`, [id]);
    }
    this.#database.run('DELETE FROM fingerprints WHERE instance_id = ?', [id]);
    for (const table of ['alike_pairs', 'pair_decisions']) {
      this.#database.run(`DELETE FROM ${table} WHERE a = ?1 OR b = ?1`, [id]);
    }
    this.#database.run('DELETE FROM instance_facts WHERE instance_id = ?', [id]);
    this.#database.run("UPDATE readings SET comment = '' WHERE instance_id = ?", [id]);
    // With another hash the very same file can be imported again, as a new picture.
    this.#database.run(
      `UPDATE instances SET file_name = 'purged', sha256 = lower(hex(randomblob(32))),
         purged_at_ms = ? WHERE id = ?`,
      [this.#now(), id],
    );
    this.#audit.append({ actor, action: 'picture.purged', subject: id, facts: { sha256 } });
    return maps.map((map) => map.sha256);
  }

  /** Patients and lesions that no picture is of any more. */
  #forgetPatients(): void {
    this.#database.run(
      `DELETE FROM lesions WHERE id NOT IN (SELECT lesion_id FROM instance_facts
         WHERE lesion_id IS NOT NULL)`,
    );
    this.#database.run(
      `DELETE FROM patients WHERE id NOT IN (SELECT patient_id FROM instance_facts
         WHERE patient_id IS NOT NULL UNION SELECT patient_id FROM lesions
         WHERE patient_id IS NOT NULL)`,
    );
  }
}
