import { z } from 'zod';
import { dataSplit, readingStatus, type InstanceSummary } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import {
  libraryFilter,
  librarySort,
  type LabelKind,
  type LibraryFilter,
  type LibrarySort,
} from '../../shared/library-filter.js';
import { booleanColumn, type Database } from './database.js';
import { instanceColumns, instanceRow } from './instance-row.js';
import { ListOrders, type ListOrder } from './list-orders.js';
import type { Blindness } from './review/blindness.js';

export type ListQuery = z.input<typeof libraryFilter> & {
  offset: number;
  limit: number;
  sort?: LibrarySort | undefined;
};

export interface IdRange {
  offset?: number | undefined;
  count?: number | undefined;
  /** Who looks; without a name, what everybody may see. */
  reader?: string | undefined;
}

export interface InstancePage extends Omit<ListOrder, 'sequences'> {
  /** Instances that match, over all pages. */
  total: number;
  instances: InstanceSummary[];
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

/** Many texts in one: parsing rows one by one takes longer than finding them. */
const texts = z
  .object({ texts: z.string() })
  .transform((row) => z.array(z.string()).parse(JSON.parse(row.texts)));

/** The pictures of a library as a curator lists them: filtered, searched and ordered, in pages. */
export class Catalogue {
  readonly #database: Database;
  readonly #orders: ListOrders;

  constructor(database: Database, blindness: Blindness) {
    this.#database = database;
    this.#orders = new ListOrders(database, blindness);
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

  /**
   * One page of what matches.
   * @param reader who looks; without a name, what everybody may see
   */
  list({ offset, limit, sort, ...narrowed }: ListQuery, reader = ''): InstancePage {
    const filter = libraryFilter.parse(narrowed);
    const { sequences, ...counts } = this.#orders.of(filter, librarySort.parse(sort), reader);
    return {
      total: sequences.length,
      ...counts,
      instances: this.#rows(sequences.slice(offset, offset + limit)),
    };
  }

  /** Ids of what matches, all or some of them, in the list's order. */
  ids(
    filter: LibraryFilter,
    sort: LibrarySort,
    { offset = 0, count = Infinity, reader = '' }: IdRange = {},
  ): readonly string[] {
    const { sequences } = this.#orders.of(filter, sort, reader);
    return this.#database.getOne(
      texts,
      `SELECT json_group_array(id) AS texts
       FROM (SELECT c.instance_id AS id FROM json_each(?) j JOIN catalogue c ON c.sequence = j.value
         ORDER BY j.key)`,
      [JSON.stringify(sequences.slice(offset, offset + count))],
    );
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
    return this.#orders.refreshSearch(limit);
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
