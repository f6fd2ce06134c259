import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import {
  instance as instanceSchema,
  readingStatus,
  spacingSource,
  type Instance,
  type InstanceSummary,
  type ReadingStatus,
} from '../../shared/domain.js';
import type { ReadingFilter } from '../../shared/reading-record.js';
import { AppError } from '../../shared/errors.js';
import type { Audit } from './audit.js';
import { booleanColumn, type BoundValue, type Database } from './database.js';

/** What an import knows of a file before it is a row. */
export type NewInstance = Omit<Instance, 'id' | 'importedAtMs' | 'confirmedTextFree'> & {
  attributes: { keyword: string; value: string }[];
};

export interface ListQuery {
  offset: number;
  limit: number;
  status: ReadingStatus | null;
  /** Null, or absent, for all. */
  reading?: ReadingFilter | null;
  /** Part of the file name, or the start of the id; empty for all. */
  search: string;
}

export interface InstancePage {
  /** Instances that match, over all pages. */
  total: number;
  /** Instances that match the search, by status. */
  counts: Record<ReadingStatus, number>;
  /** Instances that match search and status, by what readers did. */
  readingCounts: Record<ReadingFilter, number>;
  instances: InstanceSummary[];
}

export interface Neighbours {
  previousId: string | null;
  nextId: string | null;
  nextUnreadId: string | null;
  /** Place among all instances, from 1. */
  position: number;
  total: number;
}

const columns = `i.id, i.sha256, i.file_name AS fileName, i.format, i.width, i.height, i.frames,
  i.bits_stored AS bitsStored, i.orientation, i.origin,
  i.burned_in_annotation AS burnedInAnnotation, i.confirmed_text_free AS confirmedTextFree,
  i.spacing_row_mm AS spacingRowMm, i.spacing_column_mm AS spacingColumnMm,
  i.spacing_source AS spacingSource,
  i.imported_at_ms AS importedAtMs`;

/** A reader's revision of any frame counts as corrected, else a model's as proposed. */
const status = `CASE
  WHEN EXISTS (SELECT 1 FROM revisions r WHERE r.instance_id = i.id AND r.source = 'reader')
    THEN 'corrected'
  WHEN EXISTS (SELECT 1 FROM revisions r WHERE r.instance_id = i.id AND r.source = 'model')
    THEN 'proposed'
  ELSE 'unread' END`;

/** Somebody corrected any frame, or submitted it as it is. */
const read = `(EXISTS (SELECT 1 FROM revisions r WHERE r.instance_id = i.id AND r.source = 'reader')
  OR EXISTS (SELECT 1 FROM readings n WHERE n.instance_id = i.id AND n.submitted_at_ms IS NOT NULL))`;

const flagged = `EXISTS (SELECT 1 FROM readings n WHERE n.instance_id = i.id AND n.flagged = 1)`;

/** Of the proposal; ?6 is the model that proposes. */
const confidence = `(SELECT runs.confidence FROM revisions r JOIN runs ON runs.id = r.run_id
  WHERE r.instance_id = i.id AND r.source = 'model' AND r.frame = 0
  ORDER BY runs.model_id IS ?6 DESC, r.sequence DESC LIMIT 1)`;

const where: Record<ReadingFilter | 'all', string> = {
  all: 'TRUE',
  'to-read': `NOT ${read}`,
  read,
  flagged,
};

const matches = `(?1 = '' OR i.file_name LIKE ?2 ESCAPE '\\' OR substr(i.id, 1, length(?1)) = ?1)`;

const instanceRow = instanceSchema
  .omit({ spacingMm: true, confirmedTextFree: true })
  .extend({
    confirmedTextFree: booleanColumn,
    spacingRowMm: z.number().nullable(),
    spacingColumnMm: z.number().nullable(),
    spacingSource: spacingSource.nullable(),
  })
  .transform(
    ({ spacingRowMm: row, spacingColumnMm: column, spacingSource: source, ...rest }): Instance => ({
      ...rest,
      spacingMm:
        row === null || column === null || source === null ? null : { row, column, source },
    }),
  );

const summaryColumns = `${status} AS status, ${confidence} AS confidence, ${read} AS read,
  ${flagged} AS flagged`;

const statusRow = z.object({
  status: readingStatus,
  confidence: z.number().nullable(),
  read: booleanColumn,
  flagged: booleanColumn,
});
const summaryRow = z.intersection(instanceRow, statusRow);
const countRow = z.object({ status: readingStatus, count: z.int() });
const readingCountRow = z.object({ all: z.int(), read: z.int(), flagged: z.int() });
const idRow = z.object({ id: z.string() });

/** Rows of imported files. */
export class Instances {
  readonly #database: Database;
  readonly #audit: Audit;
  readonly #now: () => number;
  readonly #proposingModelId: string | null;

  constructor(
    database: Database,
    audit: Audit,
    now: () => number,
    proposingModelId: string | null,
  ) {
    this.#database = database;
    this.#audit = audit;
    this.#now = now;
    this.#proposingModelId = proposingModelId;
  }

  insert(file: NewInstance): Instance {
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
        actor: 'application',
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
      `SELECT ${columns} FROM instances i WHERE i.id = ?`,
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
      `SELECT ${columns} FROM instances i WHERE i.sha256 = ?`,
      [sha256],
    );
  }

  summary(id: string): InstanceSummary {
    const instance = this.get(id);
    const row = this.#database.get(
      statusRow,
      `SELECT ${summaryColumns} FROM instances i WHERE i.id = ?1`,
      [id, null, null, null, null, this.#proposingModelId],
    );
    return {
      instance,
      ...(row ?? { status: 'unread', confidence: null, read: false, flagged: false }),
    };
  }

  /** Attributes of the file, cleaned for display, in the file's order. */
  attributes(id: string): { keyword: string; value: string }[] {
    return this.#database.all(
      z.object({ keyword: z.string(), value: z.string() }),
      `SELECT keyword, value FROM instance_attributes WHERE instance_id = ? ORDER BY position`,
      [id],
    );
  }

  /** In the order of their import. */
  list(query: ListQuery): InstancePage {
    const search: BoundValue[] = [
      query.search,
      `%${query.search.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`,
    ];
    const counts: Record<ReadingStatus, number> = { unread: 0, proposed: 0, corrected: 0 };
    const counted = this.#database.all(
      countRow,
      `SELECT ${status} AS status, count(*) AS count FROM instances i WHERE ${matches} GROUP BY 1`,
      search,
    );
    for (const row of counted) counts[row.status] = row.count;
    const reading = query.reading ?? 'all';
    const rows = this.#database.all(
      summaryRow,
      `SELECT ${columns}, ${summaryColumns} FROM instances i
       WHERE ${matches} AND (?3 IS NULL OR ${status} = ?3) AND ${where[reading]}
       ORDER BY i.sequence LIMIT ?4 OFFSET ?5`,
      [...search, query.status, query.limit, query.offset, this.#proposingModelId],
    );
    const readingCounts = this.#readingCounts([...search, query.status]);
    return {
      total: readingCounts[reading],
      counts,
      readingCounts,
      instances: rows.map(({ status, confidence, read, flagged, ...instance }) => ({
        instance,
        status,
        confidence,
        read,
        flagged,
      })),
    };
  }

  #readingCounts(matching: BoundValue[]): Record<ReadingFilter | 'all', number> {
    const counts = this.#database.get(
      readingCountRow,
      `SELECT count(*) AS "all", count(*) FILTER (WHERE ${read}) AS read,
         count(*) FILTER (WHERE ${flagged}) AS flagged
       FROM instances i WHERE ${matches} AND (?3 IS NULL OR ${status} = ?3)`,
      matching,
    );
    const { all, read: done, flagged: marked } = counts ?? { all: 0, read: 0, flagged: 0 };
    return { all, 'to-read': all - done, read: done, flagged: marked };
  }

  /** Ids of all instances in the order of their import. */
  ids(): string[] {
    return this.#database
      .all(idRow, 'SELECT id FROM instances ORDER BY sequence')
      .map(({ id }) => id);
  }

  /** Ids without a proposal of this model for frame 0, oldest first: the batch's queue. */
  withoutProposal(modelSha256: string): string[] {
    return this.#database
      .all(
        idRow,
        `SELECT i.id FROM instances i WHERE NOT EXISTS (SELECT 1 FROM runs
           WHERE runs.instance_id = i.id AND runs.frame = 0 AND runs.model_sha256 = ?)
         ORDER BY i.sequence`,
        [modelSha256],
      )
      .map(({ id }) => id);
  }

  /** The next unread instance is looked for after this one and then from the start. */
  neighbours(id: string): Neighbours {
    this.get(id);
    const here = '(SELECT sequence FROM instances WHERE id = ?1)';
    const one = (where: string, order: string): string | null =>
      this.#database.get(
        idRow,
        `SELECT i.id FROM instances i WHERE ${where} ORDER BY ${order} LIMIT 1`,
        [id],
      )?.id ?? null;
    const place = this.#database.get(
      z.object({ position: z.int(), total: z.int() }),
      `SELECT count(*) FILTER (WHERE sequence <= ${here}) AS position, count(*) AS total
       FROM instances`,
      [id],
    );
    return {
      previousId: one(`i.sequence < ${here}`, 'i.sequence DESC'),
      nextId: one(`i.sequence > ${here}`, 'i.sequence'),
      nextUnreadId: one(`i.id <> ?1 AND NOT ${read}`, `(i.sequence < ${here}), i.sequence`),
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
