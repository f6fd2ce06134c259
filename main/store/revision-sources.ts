import { z } from 'zod';
import type { Database } from './database.js';

/** What a revision was made of: each revision once, and where the probabilities of a proposal were cut. */
export type RevisionSources = readonly {
  readonly id: string;
  /** In the order of the acts; none where none was noted: the mask as it is stored. */
  readonly thresholds: readonly number[];
}[];

const cuts = z.array(z.number().min(0).max(1));
const sourceRow = z.object({
  id: z.string(),
  thresholds: z
    .string()
    .nullable()
    .transform((text) => (text === null ? [] : cuts.parse(JSON.parse(text)))),
});

/** Notes what a revision was made of. Call inside the transaction that inserts it. */
export function insertRevisionSources(
  database: Database,
  revisionId: string,
  sources: RevisionSources,
): void {
  for (const { id, thresholds } of sources) {
    database.run(
      'INSERT INTO revision_sources (revision_id, source_id, thresholds) VALUES (?, ?, ?)',
      [revisionId, id, thresholds.length === 0 ? null : JSON.stringify(thresholds)],
    );
  }
}

/** What a revision was made of, oldest first. */
export function readRevisionSources(database: Database, revisionId: string): RevisionSources {
  return database.all(
    sourceRow,
    `SELECT source_id AS id, s.thresholds FROM revision_sources s
     JOIN revisions r ON r.id = s.source_id WHERE s.revision_id = ? ORDER BY r.sequence`,
    [revisionId],
  );
}

/** The thresholds of those sources of which some were noted, by the source's id. */
export function thresholdsOf(sources: RevisionSources): Record<string, number[]> {
  return Object.fromEntries(
    sources
      .filter(({ thresholds }) => thresholds.length > 0)
      .map(({ id, thresholds }) => [id, [...thresholds]]),
  );
}
