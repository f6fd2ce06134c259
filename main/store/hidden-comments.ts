import { z } from 'zod';
import { groupBy } from '../../shared/group-by.js';
import { Database } from './database.js';
import { numberList } from './number-list.js';
import type { Blindness } from './review/blindness.js';
import {
  expressionOutsideComments,
  matchExpression,
  searchable,
  textsOfPictures,
  type PictureTexts,
} from './search-index.js';

const commentRow = z.object({
  sequence: z.int(),
  instanceId: z.string(),
  frame: z.int(),
  reader: z.string(),
  comment: z.string(),
});

/**
 * Comments of other readers to whom a reader is still blind, which that reader's search must not
 * find. The index holds everybody's comments, so what only they may have matched is searched once
 * more, in an index of what the reader may see.
 */
export class HiddenComments {
  readonly #database: Database;
  readonly #blindness: Blindness;

  constructor(database: Database, blindness: Blindness) {
    this.#database = database;
    this.#blindness = blindness;
  }

  /** Of the pictures that a search found, those that only comments made it find that are hidden. */
  onlySoFound(found: readonly number[], search: string, reader: string): ReadonlySet<number> {
    const expression = matchExpression(search);
    const elsewhere = expressionOutsideComments(search);
    if (expression === null || elsewhere === null) return new Set();
    const perhaps = this.#perhapsHidden(reader);
    if (!found.some((sequence) => perhaps.has(sequence))) return new Set();
    const outside = 'SELECT rowid AS number FROM search WHERE search MATCH ?';
    for (const sequence of numberList(this.#database, outside, [elsewhere])) {
      perhaps.delete(sequence);
    }
    const inDoubt = this.#textsFor(
      reader,
      found.filter((sequence) => perhaps.has(sequence)),
    );
    const visible = searchTexts(inDoubt, expression);
    return new Set(
      inDoubt.map(({ sequence }) => sequence).filter((sequence) => !visible.has(sequence)),
    );
  }

  /** Pictures with a comment of somebody whose reading, or anybody's else, is not done. */
  #perhapsHidden(reader: string): Set<number> {
    const isSubmitted = (name: string): string =>
      `EXISTS (SELECT 1 FROM readings o WHERE o.instance_id = n.instance_id AND o.frame = n.frame
         AND o.reader = ${name} AND o.submitted_at_ms IS NOT NULL)`;
    const sequences = numberList(
      this.#database,
      `SELECT DISTINCT i.sequence AS number FROM readings n JOIN instances i ON i.id = n.instance_id
       WHERE n.comment <> '' AND n.reader <> ?1 AND (n.submitted_at_ms IS NULL
         OR EXISTS (SELECT 1 FROM assignments a WHERE a.instance_id = n.instance_id
           AND NOT ${isSubmitted('a.reader')})
         OR (EXISTS (SELECT 1 FROM journal j WHERE j.instance_id = n.instance_id
           AND j.frame = n.frame AND j.reader = ?1) AND NOT ${isSubmitted('?1')}))`,
      [reader],
    );
    return new Set(sequences);
  }

  /** What a reader may see of these pictures. */
  #textsFor(reader: string, sequences: readonly number[]): PictureTexts[] {
    const comments = this.#database.all(
      commentRow,
      `SELECT i.sequence, n.instance_id AS instanceId, n.frame, n.reader, n.comment
       FROM json_each(?) j JOIN instances i ON i.sequence = j.value
       JOIN readings n ON n.instance_id = i.id AND n.comment <> '' ORDER BY n.frame`,
      [JSON.stringify(sequences)],
    );
    const visible = comments.filter(
      (row) => row.reader === reader || this.#blindness.openTo(row, reader).has(row.reader),
    );
    const byPicture = groupBy(visible, ({ sequence }) => sequence);
    return textsOfPictures(this.#database, sequences).map((texts) => ({
      ...texts,
      comments: (byPicture.get(texts.sequence) ?? []).map(({ comment }) => comment).join(' '),
    }));
  }
}

/** Which of some texts match, told as the index of the library tells it. */
function searchTexts(texts: readonly PictureTexts[], expression: string): ReadonlySet<number> {
  if (texts.length === 0) return new Set();
  const index = Database.inMemory();
  try {
    index.exec(`CREATE VIRTUAL TABLE seen USING fts5(
      names, tags, facts, metadata, comments, content = '', tokenize = 'unicode61 remove_diacritics 2'
    )`);
    index.transaction(() => {
      for (const { sequence, ...columns } of texts) {
        index.run(
          `INSERT INTO seen (rowid, names, tags, facts, metadata, comments)
           VALUES (?, ?, ?, ?, ?, ?)`,
          [sequence, ...Object.values(columns).map(searchable)],
        );
      }
    });
    const found = index.all(
      z.object({ sequence: z.int() }),
      'SELECT rowid AS sequence FROM seen WHERE seen MATCH ?',
      [expression],
    );
    return new Set(found.map(({ sequence }) => sequence));
  } finally {
    index.close();
  }
}
