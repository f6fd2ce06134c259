import { z } from 'zod';
import type { Database } from './database.js';

/** Rows made anew in one go while somebody waits: some tenths of a second at most. */
const atOnce = 4000;

const textsRow = z.object({
  sequence: z.int(),
  names: z.string(),
  tags: z.string(),
  facts: z.string(),
  metadata: z.string(),
  /** Of all readers. */
  comments: z.string(),
});
export type PictureTexts = z.infer<typeof textsRow>;

const joined = (what: string, from: string): string =>
  `(SELECT ifnull(group_concat(${what}, ' '), '') FROM ${from} WHERE instance_id = i.id)`;

/** The texts of pictures, `sequences` being a query for their sequence numbers. */
const textsOf = (sequences: string): string => `SELECT i.sequence,
    CASE WHEN i.purged_at_ms IS NULL THEN i.id || ' ' || i.file_name ELSE '' END || ' ' ||
      ${joined('name', 'export_names')} || ' ' || ${joined('file_name', 'other_names')} AS names,
    ${joined('tag', 'tags')} AS tags,
    ifnull((SELECT concat_ws(' ', p.label, l.label, f.site, f.diagnosis, f.split)
      FROM instance_facts f LEFT JOIN patients p ON p.id = f.patient_id
      LEFT JOIN lesions l ON l.id = f.lesion_id WHERE f.instance_id = i.id), '') AS facts,
    ${joined('value', 'instance_attributes')} AS metadata,
    ${joined('comment', 'readings')} AS comments
  FROM (${sequences}) s JOIN instances i ON i.sequence = s.sequence`;

/** What the index keeps of these pictures. */
export function textsOfPictures(database: Database, sequences: readonly number[]): PictureTexts[] {
  const listed = textsOf('SELECT value AS sequence FROM json_each(?)');
  return database.all(textsRow, listed, [JSON.stringify(sequences)]);
}

/** The words of each picture: names, tags, facts, attributes and comments. */
export class SearchIndex {
  readonly #database: Database;

  constructor(database: Database) {
    this.#database = database;
  }

  /**
   * Makes stale rows anew, `limit` at most.
   * @returns whether others are left
   */
  refresh(limit = atOnce): boolean {
    const stale = textsOf('SELECT sequence FROM search_stale LIMIT ?');
    const rows = this.#database.all(textsRow, stale, [limit]);
    if (rows.length === 0) return false;
    this.#database.transaction(() => {
      for (const { sequence, ...texts } of rows) {
        this.#database.run('DELETE FROM search WHERE rowid = ?', [sequence]);
        this.#database.run(
          `INSERT INTO search (rowid, names, tags, facts, metadata, comments)
           VALUES (?, ?, ?, ?, ?, ?)`,
          [sequence, ...Object.values(texts).map(searchable)],
        );
        this.#database.run('DELETE FROM search_stale WHERE sequence = ?', [sequence]);
      }
    });
    return rows.length === limit;
  }
}

/**
 * What is asked of the index: each word a phrase that may go on. Null where there is no letter and
 * no digit, so that the index cannot be asked.
 */
export function matchExpression(search: string): string | null {
  const words = phrasesOf(search);
  return words.length === 0 ? null : words.join(' ');
}

/** As `matchExpression`, of pictures that match without what readers wrote. */
export function expressionOutsideComments(search: string): string | null {
  const expression = matchExpression(search);
  return expression === null ? null : `- comments : (${expression})`;
}

function phrasesOf(search: string): string[] {
  return search
    .split(/\s+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word))
    .map((word) => `"${spaced(word).trim().replaceAll('"', ' ')}"*`);
}

/**
 * As the index keeps a text: Chinese signs one by one, since there is no space between words, and
 * numbers also without leading zeros, so that ISIC_0012127 is found by 12127.
 */
export function searchable(text: string): string {
  const numbers = [...text.matchAll(/(?<!\d)0+([1-9]\d*)/g)].map(([, number]) => number);
  return [spaced(text), ...numbers].join(' ');
}

function spaced(text: string): string {
  return text.replace(/\p{Script=Han}/gu, (sign) => ` ${sign} `);
}
