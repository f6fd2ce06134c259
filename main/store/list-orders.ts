import { readingStatus, type ReadingStatus } from '../../shared/domain.js';
import type { LibraryFilter, LibrarySort } from '../../shared/library-filter.js';
import type { ReadingFilter } from '../../shared/reading-record.js';
import { matching, orderBy, wordsAlone } from './catalogue-query.js';
import type { Database } from './database.js';
import { foundByHiddenComments } from './hidden-comments.js';
import { numberList } from './number-list.js';
import type { Blindness } from './review/blindness.js';
import { SearchIndex } from './search-index.js';
import { Standings } from './standings.js';

/** The order of a list, as sequence numbers, and its counts. */
export interface ListOrder {
  sequences: readonly number[];
  /** Pictures that match all but the status, by status. */
  counts: Record<ReadingStatus, number>;
  /** Pictures that match all but the reading, by what readers did. */
  readingCounts: Record<ReadingFilter, number>;
}

/** Orders kept at once: the one on screen, the one before, and those of bars and dialogs. */
const ordersKept = 6;

/** Makes the orders of lists, and keeps the newest ones until a row of the library changes. */
export class ListOrders {
  readonly #database: Database;
  readonly #blindness: Blindness;
  readonly #searchIndex: SearchIndex;
  readonly #standings: Standings;
  readonly #kept = new Map<string, { order: ListOrder; version: string }>();

  constructor(database: Database, blindness: Blindness) {
    this.#database = database;
    this.#blindness = blindness;
    this.#searchIndex = new SearchIndex(database);
    this.#standings = new Standings(database);
  }

  /** @returns whether words of some pictures are still not searchable */
  refreshSearch(limit: number): boolean {
    return this.#searchIndex.refresh(limit);
  }

  /** @param reader who looks: of pictures that others still read, only the own comments are searched */
  of(filter: LibraryFilter, sort: LibrarySort, reader: string): ListOrder {
    if (filter.search.trim() !== '' && !this.#database.isReadOnly()) this.#searchIndex.refresh();
    this.#standings.refresh();
    const key = JSON.stringify([filter, sort, reader]);
    const version = this.#database.contentVersion();
    const kept = this.#kept.get(key);
    this.#kept.delete(key);
    const order = kept?.version === version ? kept.order : this.#make(filter, sort, reader);
    this.#kept.set(key, { order, version });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > ordersKept && oldest !== undefined) this.#kept.delete(oldest);
    return order;
  }

  /** One pass over what matches but for status and reading, which narrow the list and not all counts. */
  #make(filter: LibraryFilter, sort: LibrarySort, reader: string): ListOrder {
    const hidden = foundByHiddenComments(this.#database, this.#blindness, filter.search, reader);
    const counts = Object.fromEntries(readingStatus.options.map((status) => [status, 0])) as Record<
      ReadingStatus,
      number
    >;
    const readingCounts: Record<ReadingFilter, number> = { 'to-read': 0, read: 0, flagged: 0 };
    const sequences: number[] = [];
    for (const sequence of this.#candidates(filter, sort)) {
      const standing = this.#standings.of(sequence);
      if (standing?.trashed !== filter.trashed || hidden.has(sequence)) continue;
      const { status, read, flagged } = standing;
      counts[status] += 1;
      if (filter.status !== null && status !== filter.status) continue;
      readingCounts[read ? 'read' : 'to-read'] += 1;
      if (flagged) readingCounts.flagged += 1;
      const shown = { 'to-read': !read, read, flagged };
      if (filter.reading === null || shown[filter.reading]) sequences.push(sequence);
    }
    return { sequences, counts, readingCounts };
  }

  /** What the rest of the filter lets through, in order. Rows are asked for only where they tell. */
  #candidates(filter: LibraryFilter, sort: LibrarySort): Iterable<number> {
    const words = wordsAlone(filter);
    if (sort.by !== 'imported' || words === null) {
      const { sql, bound } = matching(filter);
      const from = `SELECT c.sequence AS number ${sql} ${orderBy(sort)}`;
      return numberList(this.#database, from, bound);
    }
    if (words === '') return this.#places(sort.descending);
    const direction = sort.descending ? 'DESC' : 'ASC';
    const from = `SELECT rowid AS number FROM search WHERE search MATCH ? ORDER BY rowid ${direction}`;
    return numberList(this.#database, from, [words]);
  }

  *#places(descending: boolean): Generator<number> {
    const { end } = this.#standings;
    for (let place = 0; place < end; place += 1) yield descending ? end - 1 - place : place;
  }
}
