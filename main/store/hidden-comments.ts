import { z } from 'zod';
import { groupBy } from '../../shared/group-by.js';
import { Database } from './database.js';
import type { Blindness } from './review/blindness.js';
import {
  commentExpression,
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
 * Sequence numbers of pictures that a search finds, but only by comments of other readers to whom
 * this reader is still blind: they must not be found. The search index holds everybody's comments,
 * so the pictures in question are searched once more in an index of what the reader may see.
 */
export function foundByHiddenComments(
  database: Database,
  blindness: Blindness,
  search: string,
  reader: string,
): ReadonlySet<number> {
  const expression = commentExpression(search);
  if (expression === null) return new Set();
  const comments = database.all(
    commentRow,
    `SELECT i.sequence, n.instance_id AS instanceId, n.frame, n.reader, n.comment
     FROM search s JOIN instances i ON i.sequence = s.rowid
     JOIN readings n ON n.instance_id = i.id AND n.comment <> ''
     WHERE s.search MATCH ? ORDER BY i.sequence, n.frame`,
    [expression],
  );
  const inDoubt = new Map<number, string>();
  for (const [sequence, ofPicture] of groupBy(comments, (row) => row.sequence)) {
    const visible = ofPicture.filter(
      (row) => row.reader === reader || blindness.openTo(row, reader).has(row.reader),
    );
    if (visible.length === ofPicture.length) continue;
    inDoubt.set(sequence, visible.map(({ comment }) => comment).join(' '));
  }
  const seen = textsOfPictures(database, [...inDoubt.keys()]).map((texts) => ({
    ...texts,
    comments: inDoubt.get(texts.sequence) ?? '',
  }));
  const found = searchTexts(seen, matchExpression(search) ?? '');
  return new Set([...inDoubt.keys()].filter((sequence) => !found.has(sequence)));
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
