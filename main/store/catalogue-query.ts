import { readingStatus } from '../../shared/domain.js';
import {
  libraryFilter,
  type LibraryFilter,
  type LibrarySort,
  type SortKey,
} from '../../shared/library-filter.js';
import type { BoundValue } from './database.js';
import { matchExpression } from './search-index.js';

/** A condition with what it binds. */
export interface Matching {
  /** FROM and WHERE, of a catalogue known as `c`. */
  sql: string;
  bound: BoundValue[];
}

const sortColumns: Record<SortKey, string> = {
  imported: 'c.sequence',
  name: 'c.file_name',
  // In the order of the work: without outline, proposed, and so on.
  status: `CASE c.status ${readingStatus.options
    .map((status, index) => `WHEN '${status}' THEN ${String(index)}`)
    .join(' ')} END`,
  confidence: 'c.confidence',
  patient: 'c.patient',
  lesion: 'c.lesion',
  site: 'c.site',
  diagnosis: 'c.diagnosis',
  split: 'c.split',
  size: 'c.picture_px',
};

/** What is not known comes last in either direction; equal ones keep the order of their import. */
export function orderBy({ by, descending }: LibrarySort): string {
  const column = sortColumns[by];
  const direction = descending ? 'DESC' : 'ASC';
  if (by === 'imported') return `ORDER BY c.sequence ${direction}`;
  return `ORDER BY ${column} ${direction} NULLS LAST, c.sequence`;
}

/** Rows of the catalogue that a filter lets through, but for its status and reading. */
export function matching(filter: LibraryFilter): Matching {
  const where: string[] = [`c.trashed = ${filter.trashed ? '1' : '0'}`];
  const bound: BoundValue[] = [];
  let from = 'catalogue c';
  const condition = (sql: string, ...values: BoundValue[]): void => {
    where.push(sql);
    bound.push(...values);
  };
  const oneOf = (column: string, values: readonly string[]): void => {
    if (values.length === 0) return;
    condition(`${column} IN (SELECT value FROM json_each(?))`, JSON.stringify(values));
  };

  const search = filter.search.trim();
  const words = matchExpression(search);
  if (words !== null) {
    from = 'search s CROSS JOIN catalogue c ON c.sequence = s.rowid';
    condition('s.search MATCH ?', words);
  } else if (search !== '') {
    // Signs alone are in no word; a file name may hold them.
    condition('instr(c.file_name, ?) > 0', search);
  }
  if (filter.confidence !== null) {
    condition('c.confidence BETWEEN ? AND ?', filter.confidence.least, filter.confidence.most);
  }
  oneOf('c.site', filter.sites);
  oneOf('c.diagnosis', filter.diagnoses);
  oneOf('c.patient', filter.patients);
  oneOf('c.split', filter.splits);
  for (const tag of filter.tags) {
    condition('c.instance_id IN (SELECT instance_id FROM tags WHERE tag = ?)', tag);
  }
  if (filter.importedFromMs !== null) condition('c.imported_at_ms >= ?', filter.importedFromMs);
  if (filter.importedToMs !== null) condition('c.imported_at_ms <= ?', filter.importedToMs);
  return { sql: `FROM ${from} WHERE ${where.join(' AND ')}`, bound };
}

/**
 * What is asked of the search index by a filter that narrows by nothing but words, status, reading and
 * trash: '' without words. Null for one that narrows by more.
 */
export function wordsAlone(filter: LibraryFilter): string | null {
  const { search, status, reading, trashed, ...rest } = filter;
  const plain = libraryFilter.parse({ status, reading, trashed });
  const narrows = (Object.keys(rest) as (keyof typeof rest)[]).some(
    (part) => JSON.stringify(rest[part]) !== JSON.stringify(plain[part]),
  );
  if (narrows) return null;
  return search.trim() === '' ? '' : matchExpression(search.trim());
}
