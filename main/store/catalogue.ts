import { z } from 'zod';
import {
  dataSplit,
  readingStatus,
  type InstanceSummary,
  type ReadingStatus,
} from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import {
  libraryFilter,
  librarySort,
  type LabelKind,
  type LibraryFilter,
  type LibrarySort,
} from '../../shared/library-filter.js';
import type { ReadingFilter } from '../../shared/reading-record.js';
import { matching, orderBy } from './catalogue-query.js';
import { booleanColumn, type Database } from './database.js';
import { instanceColumns, instanceRow } from './instance-row.js';
import { SearchIndex } from './search-index.js';

export type ListQuery = z.input<typeof libraryFilter> & {
  offset: number;
  limit: number;
  sort?: LibrarySort | undefined;
};

export interface InstancePage {
  /** Instances that match, over all pages. */
  total: number;
  /** Instances that match all but the status, by status. */
  counts: Record<ReadingStatus, number>;
  /** Instances that match all but the reading, by what readers did. */
  readingCounts: Record<ReadingFilter, number>;
  instances: InstanceSummary[];
}

/** The order of a list and its counts, kept until a row of the library changes. */
interface Order extends Omit<InstancePage, 'total' | 'instances'> {
  sequences: readonly number[];
}

const summaryColumns = `c.status, c.confidence, c.read, c.flagged, c.patient, c.lesion, c.site,
  c.diagnosis, c.split, c.trashed,
  (SELECT json_group_array(tag) FROM tags t WHERE t.instance_id = c.instance_id) AS tags`;

const summaryRow = z.intersection(
  instanceRow,
  z.object({
    status: readingStatus,
    confidence: z.number().nullable(),
    read: booleanColumn,
    flagged: booleanColumn,
    patient: z.string().nullable(),
    lesion: z.string().nullable(),
    site: z.string().nullable(),
    diagnosis: z.string().nullable(),
    split: dataSplit.nullable(),
    trashed: booleanColumn,
    tags: z.string().transform((json) => z.array(z.string()).parse(JSON.parse(json))),
  }),
);

/** A picture's place with what its counts need: sequence, status, read, flagged in bits. */
const packed = `c.sequence * 32 + 2 * c.read + c.flagged + CASE c.status ${readingStatus.options
  .map((status, index) => `WHEN '${status}' THEN ${String(4 * index)}`)
  .join(' ')} END`;

/** Many numbers or texts in one text: parsing rows one by one takes longer than finding them. */
const listOf = <Value>(isOne: (value: unknown) => value is Value) => {
  const list = z.custom<readonly Value[]>((all) => Array.isArray(all) && all.every(isOne));
  return z.object({ values: z.string() }).transform(({ values }) => ({
    values: list.parse(JSON.parse(values)),
  }));
};
const numbers = listOf((value) => typeof value === 'number');
const texts = listOf((value) => typeof value === 'string');

/** Orders kept at once: the one on screen, the one before, and those of bars and dialogs. */
const ordersKept = 6;

/** The pictures of a library as a curator lists them: filtered, searched and ordered, in pages. */
export class Catalogue {
  readonly #database: Database;
  readonly #searchIndex: SearchIndex;
  readonly #orders = new Map<string, { order: Order; version: string }>();

  constructor(database: Database) {
    this.#database = database;
    this.#searchIndex = new SearchIndex(database);
  }

  /** Whose newest run is a picture's proposal; null: the newest run of any. Writes if it is new. */
  proposeBy(modelId: string | null): void {
    const known = this.#database.get(
      z.object({ modelId: z.string().nullable() }),
      'SELECT model_id AS modelId FROM proposing_model',
    );
    if (known !== null && known.modelId === modelId) return;
    this.#database.transaction(() => {
      this.#database.run('DELETE FROM proposing_model');
      this.#database.run('INSERT INTO proposing_model (one, model_id) VALUES (1, ?)', [modelId]);
      this.#database.run(
        `UPDATE catalogue SET (confidence, lesion_px) = (SELECT s.confidence, s.lesion_px
           FROM catalogue_source s WHERE s.sequence = catalogue.sequence)
         WHERE status <> 'unread'`,
      );
    });
  }

  /** One page of what matches. */
  list({ offset, limit, sort, ...narrowed }: ListQuery): InstancePage {
    const filter = libraryFilter.parse(narrowed);
    const { sequences, ...counts } = this.#order(filter, librarySort.parse(sort));
    return {
      total: sequences.length,
      ...counts,
      instances: this.#rows(sequences.slice(offset, offset + limit)),
    };
  }

  /** Ids of what matches, `count` of them from `offset` on, in the list's order. */
  ids(filter: LibraryFilter, sort: LibrarySort, offset = 0, count = Infinity): readonly string[] {
    const { sequences } = this.#order(filter, sort);
    return this.#database.getOne(
      texts,
      `SELECT json_group_array(id) AS "values"
       FROM (SELECT c.instance_id AS id FROM json_each(?) j JOIN catalogue c ON c.sequence = j.value
         ORDER BY j.key)`,
      [JSON.stringify(sequences.slice(offset, offset + count))],
    ).values;
  }

  /** @throws AppError `not-found`. */
  summary(id: string): InstanceSummary {
    const row = this.#database.get(
      z.object({ sequence: z.int() }),
      'SELECT sequence FROM catalogue WHERE instance_id = ?',
      [id],
    );
    const [found] = row ? this.#rows([row.sequence]) : [];
    if (found) return found;
    throw new AppError(
      'not-found',
      `There is no picture ${id} in this library. Go back to the list and open it from there.`,
    );
  }

  /** Where a picture stands, without the picture. @throws as summary does */
  standing(id: string): Pick<InstanceSummary, 'status' | 'facts' | 'tags' | 'trashed'> {
    const { status, facts, tags, trashed } = this.summary(id);
    return { status, facts, tags, trashed };
  }

  /** Values of a fact, or tags, that begin with a text: the most frequent ones first. */
  labels(kind: LabelKind, beginning: string): { label: string; count: number }[] {
    const from =
      kind === 'tag'
        ? `SELECT t.tag AS label FROM tags t JOIN catalogue c ON c.instance_id = t.instance_id
           WHERE c.trashed = 0`
        : `SELECT ${kind} AS label FROM catalogue WHERE trashed = 0 AND ${kind} IS NOT NULL`;
    return this.#database.all(
      z.object({ label: z.string(), count: z.int() }),
      `SELECT label, count(*) AS count FROM (${from})
       WHERE substr(lower(label), 1, length(?1)) = lower(?1)
       GROUP BY label ORDER BY count(*) DESC, label LIMIT 100`,
      [beginning],
    );
  }

  /** Oldest pictures without any outline, and how many there are. */
  withoutOutline(limit: number): { ids: string[]; total: number } {
    const ids = this.#database.all(
      z.object({ id: z.string() }),
      `SELECT instance_id AS id FROM catalogue WHERE trashed = 0 AND status = 'unread'
       ORDER BY sequence LIMIT ?`,
      [limit],
    );
    const row = this.#database.get(
      z.object({ total: z.int() }),
      "SELECT count(*) AS total FROM catalogue WHERE trashed = 0 AND status = 'unread'",
    );
    return { ids: ids.map(({ id }) => id), total: row?.total ?? 0 };
  }

  /** @returns whether words of some pictures are still not searchable */
  refreshSearch(limit: number): boolean {
    return this.#searchIndex.refresh(limit);
  }

  #order(filter: LibraryFilter, sort: LibrarySort): Order {
    if (filter.search.trim() !== '' && !this.#database.isReadOnly()) this.#searchIndex.refresh();
    const key = JSON.stringify([filter, sort]);
    const version = this.#database.contentVersion();
    const kept = this.#orders.get(key);
    this.#orders.delete(key);
    const order = kept?.version === version ? kept.order : this.#makeOrder(filter, sort);
    this.#orders.set(key, { order, version });
    const [oldest] = this.#orders.keys();
    if (this.#orders.size > ordersKept && oldest !== undefined) this.#orders.delete(oldest);
    return order;
  }

  /** One pass over what matches but for status and reading, which narrow the list and not all counts. */
  #makeOrder(filter: LibraryFilter, sort: LibrarySort): Order {
    const { sql, bound } = matching(filter);
    const { values } = this.#database.getOne(
      numbers,
      `SELECT json_group_array(packed) AS "values"
       FROM (SELECT ${packed} AS packed ${sql} ${orderBy(sort)})`,
      bound,
    );
    const counts = Object.fromEntries(readingStatus.options.map((status) => [status, 0])) as Record<
      ReadingStatus,
      number
    >;
    const readingCounts: Record<ReadingFilter, number> = { 'to-read': 0, read: 0, flagged: 0 };
    const sequences: number[] = [];
    for (const value of values) {
      const status = readingStatus.options[(value >> 2) & 7] ?? 'unread';
      const read = (value & 2) !== 0;
      const flagged = (value & 1) !== 0;
      counts[status] += 1;
      if (filter.status !== null && status !== filter.status) continue;
      readingCounts[read ? 'read' : 'to-read'] += 1;
      if (flagged) readingCounts.flagged += 1;
      const shown = { 'to-read': !read, read, flagged };
      if (filter.reading === null || shown[filter.reading]) sequences.push(Math.floor(value / 32));
    }
    return { sequences, counts, readingCounts };
  }

  #rows(sequences: readonly number[]): InstanceSummary[] {
    return this.#database
      .all(
        summaryRow,
        `SELECT ${instanceColumns}, ${summaryColumns} FROM json_each(?) j
         JOIN instances i ON i.sequence = j.value JOIN catalogue c ON c.sequence = j.value
         ORDER BY j.key`,
        [JSON.stringify(sequences)],
      )
      .map((row) => {
        const { status, confidence, read, flagged, trashed, tags, ...rest } = row;
        const { patient, lesion, site, diagnosis, split, ...instance } = rest;
        const facts = { patient, lesion, site, diagnosis, split };
        return { instance, status, confidence, read, flagged, trashed, tags, facts };
      });
  }
}
