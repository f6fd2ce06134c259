import { readingStatus, type ReadingStatus } from '../../shared/domain.js';
import type { LibraryFilter, LibrarySort } from '../../shared/library-filter.js';
import type { ReadingFilter } from '../../shared/reading-record.js';
import { matching, orderBy, wordsAlone } from './catalogue-query.js';
import type { Database } from './database.js';
import { HiddenComments } from './hidden-comments.js';
import { numberList } from './number-list.js';
import type { Blindness } from './review/blindness.js';
import { SearchIndex } from './search-index.js';
import { standingBytes, standings, Standings, type Standing } from './standings.js';

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
  readonly #searchIndex: SearchIndex;
  readonly #standings: Standings;
  readonly #hiddenComments: HiddenComments;
  readonly #kept = new Map<string, { order: ListOrder; version: string }>();

  constructor(database: Database, blindness: Blindness) {
    this.#database = database;
    this.#searchIndex = new SearchIndex(database);
    this.#standings = new Standings(database);
    this.#hiddenComments = new HiddenComments(database, blindness);
  }

  /** @returns whether words of some pictures are still not searchable */
  refreshSearch(limit: number): boolean {
    return this.#searchIndex.refresh(limit);
  }

  /** @param reader who looks: of pictures that others still read, only the own comments are searched */
  of(filter: LibraryFilter, sort: LibrarySort, reader: string): ListOrder {
    if (filter.search.trim() !== '' && !this.#database.isReadOnly()) this.#searchIndex.refresh();
    this.#standings.bytes();
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
    const bytes = this.#standings.bytes();
    const candidates = this.#candidates(filter, sort, bytes.length);
    const hidden = this.#hiddenComments.onlySoFound(candidates, filter.search, reader);
    const isListed = standings.map((standing) => standing !== null && lists(filter, standing));
    const pictures = new Uint32Array(standingBytes);
    const sequences: number[] = [];
    for (const sequence of candidates) {
      if (hidden.has(sequence)) continue;
      const byte = bytes[sequence] ?? 0;
      pictures[byte] = (pictures[byte] ?? 0) + 1;
      if (isListed[byte] === true) sequences.push(sequence);
    }
    return { sequences, ...countsOf(filter, pictures) };
  }

  /** What the rest of the filter lets through, in order. Rows are asked for only where they tell. */
  #candidates(filter: LibraryFilter, sort: LibrarySort, end: number): readonly number[] {
    const words = wordsAlone(filter);
    if (sort.by !== 'imported' || words === null) {
      const { sql, bound } = matching(filter);
      const from = `SELECT c.sequence AS number ${sql} ${orderBy(sort)}`;
      return numberList(this.#database, from, bound);
    }
    if (words === '') {
      const places = Array.from({ length: end }, (_, place) => place);
      return sort.descending ? places.reverse() : places;
    }
    const direction = sort.descending ? 'DESC' : 'ASC';
    const from = `SELECT rowid AS number FROM search WHERE search MATCH ? ORDER BY rowid ${direction}`;
    return numberList(this.#database, from, [words]);
  }
}

/** Whether a list shows pictures of this standing. */
function lists({ trashed, status, reading }: LibraryFilter, standing: Standing): boolean {
  if (standing.trashed !== trashed) return false;
  if (status !== null && standing.status !== status) return false;
  const { read, flagged } = standing;
  return reading === null || { 'to-read': !read, read, flagged }[reading];
}

/** @param pictures how many there are of each byte of a standing */
function countsOf(
  { trashed, status }: LibraryFilter,
  pictures: Uint32Array,
): Omit<ListOrder, 'sequences'> {
  const counts = Object.fromEntries(readingStatus.options.map((each) => [each, 0])) as Record<
    ReadingStatus,
    number
  >;
  const readingCounts: Record<ReadingFilter, number> = { 'to-read': 0, read: 0, flagged: 0 };
  for (const [byte, count] of pictures.entries()) {
    const standing = standings[byte];
    if (standing?.trashed !== trashed) continue;
    counts[standing.status] += count;
    if (status !== null && standing.status !== status) continue;
    readingCounts[standing.read ? 'read' : 'to-read'] += count;
    if (standing.flagged) readingCounts.flagged += count;
  }
  return { counts, readingCounts };
}
