import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { Instance } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { Audit } from './audit.js';
import type { Database } from './database.js';
import { instanceColumns, instanceRow } from './instance-row.js';

/** What an import knows of a file before it is a row. */
export type NewInstance = Omit<Instance, 'id' | 'importedAtMs' | 'confirmedTextFree'> & {
  attributes: { keyword: string; value: string }[];
};

export interface Neighbours {
  previousId: string | null;
  nextId: string | null;
  /** Place among all instances that are not in the trash, from 1. */
  position: number;
  total: number;
}

const idRow = z.object({ id: z.string() });

/** Rows of imported files. */
export class Instances {
  readonly #database: Database;
  readonly #audit: Audit;
  readonly #now: () => number;

  constructor(database: Database, audit: Audit, now: () => number) {
    this.#database = database;
    this.#audit = audit;
    this.#now = now;
  }

  /** @param importer the reader who brought it in; null for the application, as of its own pictures */
  insert(file: NewInstance, importer: string | null = null): Instance {
    const id = randomUUID();
    this.#database.transaction(() => {
      this.#database.run(
        `INSERT INTO instances (id, sha256, file_name, format, width, height, frames, bits_stored,
           orientation, origin, burned_in_annotation, spacing_row_mm, spacing_column_mm,
           spacing_source, imported_at_ms)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [
          id,
          file.sha256,
          file.fileName,
          file.format,
          file.width,
          file.height,
          file.frames,
          file.bitsStored,
          file.orientation,
          file.origin,
          file.burnedInAnnotation,
          file.spacingMm?.row ?? null,
          file.spacingMm?.column ?? null,
          file.spacingMm?.source ?? null,
          this.#now(),
        ],
      );
      file.attributes.forEach(({ keyword, value }, position) => {
        this.#database.run(
          `INSERT INTO instance_attributes (instance_id, position, keyword, value)
           VALUES (?, ?, ?, ?)`,
          [id, position, keyword, value],
        );
      });
      this.#audit.append({
        actor: importer === null ? 'application' : `reader ${importer}`,
        action: 'picture.imported',
        subject: id,
        facts: { sha256: file.sha256, origin: file.origin },
      });
    });
    return this.get(id);
  }

  /** @throws AppError `not-found`. */
  get(id: string): Instance {
    const found = this.#database.get(
      instanceRow,
      `SELECT ${instanceColumns} FROM instances i WHERE i.id = ?`,
      [id],
    );
    if (found) return found;
    throw new AppError(
      'not-found',
      `There is no picture ${id} in this library. Go back to the list and open it from there.`,
    );
  }

  /** The instance of exactly these bytes, or null. */
  findBySha256(sha256: string): Instance | null {
    return this.#database.get(
      instanceRow,
      `SELECT ${instanceColumns} FROM instances i WHERE i.sha256 = ?`,
      [sha256],
    );
  }

  /** Attributes of the file, cleaned for display, in the file's order. */
  attributes(id: string): { keyword: string; value: string }[] {
    return this.#database.all(
      z.object({ keyword: z.string(), value: z.string() }),
      `SELECT keyword, value FROM instance_attributes WHERE instance_id = ? ORDER BY position`,
      [id],
    );
  }

  /** Whether nothing was ever imported, what is in the trash included. */
  isEmpty(): boolean {
    return this.#database.get(idRow, 'SELECT id FROM instances LIMIT 1') === null;
  }

  /** Ids of all instances in the order of their import, without the trash. */
  ids(): string[] {
    return this.#database
      .all(idRow, 'SELECT id FROM instances WHERE trashed_at_ms IS NULL ORDER BY sequence')
      .map(({ id }) => id);
  }

  /** The next pictures in the order of their import after a sequence number, the trash included. */
  after(sequence: number, limit: number): { sequence: number; id: string }[] {
    return this.#database.all(
      idRow.extend({ sequence: z.int() }),
      `SELECT sequence, id FROM instances WHERE sequence > ? AND purged_at_ms IS NULL
       ORDER BY sequence LIMIT ?`,
      [sequence, limit],
    );
  }

  /** Ids without a proposal of this model for frame 0, oldest first: the batch's queue. */
  withoutProposal(modelSha256: string): string[] {
    return this.#database
      .all(
        idRow,
        `SELECT i.id FROM instances i WHERE i.trashed_at_ms IS NULL AND NOT EXISTS (SELECT 1 FROM runs
           WHERE runs.instance_id = i.id AND runs.frame = 0 AND runs.model_sha256 = ?)
         ORDER BY i.sequence`,
        [modelSha256],
      )
      .map(({ id }) => id);
  }

  /** Pictures beside one in the order of import. */
  neighbours(id: string): Neighbours {
    this.get(id);
    const here = '(SELECT sequence FROM instances WHERE id = ?1)';
    const one = (where: string, order: string): string | null =>
      this.#database.get(
        idRow,
        `SELECT c.instance_id AS id FROM catalogue c WHERE c.trashed = 0 AND ${where}
         ORDER BY ${order} LIMIT 1`,
        [id],
      )?.id ?? null;
    const place = this.#database.get(
      z.object({ position: z.int(), total: z.int() }),
      `SELECT count(*) FILTER (WHERE sequence <= ${here}) AS position, count(*) AS total
       FROM catalogue WHERE trashed = 0`,
      [id],
    );
    return {
      previousId: one(`c.sequence < ${here}`, 'c.sequence DESC'),
      nextId: one(`c.sequence > ${here}`, 'c.sequence'),
      position: place?.position ?? 0,
      total: place?.total ?? 0,
    };
  }

  /** A person looked and found no text in the picture. @throws AppError `not-found`. */
  confirmTextFree(id: string, reader: string): void {
    this.get(id);
    this.#database.transaction(() => {
      this.#database.run('UPDATE instances SET confirmed_text_free = 1 WHERE id = ?', [id]);
      this.#audit.append({
        actor: `reader ${reader}`,
        action: 'picture.confirmed-text-free',
        subject: id,
        facts: {},
      });
    });
  }
}
