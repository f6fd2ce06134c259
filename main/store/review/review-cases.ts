import { z } from 'zod';
import {
  reviewDecision,
  type ReviewCase,
  type ReviewState,
} from '../../../shared/review/review.js';
import type { Database } from '../database.js';
import { isHere } from './picture-sql.js';

const caseRow = z.object({
  instanceId: z.string(),
  frame: z.int(),
  fileName: z.string(),
  submitted: z.int(),
  awaited: z.int(),
  assigned: z.int(),
  newest: z.int(),
  decision: reviewDecision.shape.kind.nullable(),
  decidedUpTo: z.int().nullable(),
});
type CaseRow = z.infer<typeof caseRow>;

/** Cases listed at once. */
const listed = 500;
/** What waits for a reviewer comes first. */
const rank: Readonly<Record<ReviewState, number>> = {
  'to-review': 0,
  'sent-back': 1,
  reading: 2,
  rejected: 3,
  accepted: 4,
};

/**
 * Frames that anybody submitted, or is to: those that wait for a review first, then in the order of
 * import. Without `single`, none that only one reader submitted and nobody was asked to read.
 */
export function reviewCases(database: Database, single: boolean): ReviewCase[] {
  const last = (column: string): string => `(SELECT d.${column} FROM review_decisions d
    WHERE d.instance_id = c.instance_id AND d.frame = c.frame ORDER BY d.sequence DESC LIMIT 1)`;
  return database
    .all(
      caseRow,
      `WITH c AS (SELECT DISTINCT instance_id, frame FROM submissions
         UNION SELECT instance_id, 0 FROM assignments)
       SELECT c.instance_id AS instanceId, c.frame, i.file_name AS fileName,
         (SELECT count(*) FROM readings n WHERE n.instance_id = c.instance_id
           AND n.frame = c.frame AND n.submitted_at_ms IS NOT NULL) AS submitted,
         (SELECT count(*) FROM assignments a WHERE a.instance_id = c.instance_id
           AND NOT EXISTS (SELECT 1 FROM readings n WHERE n.instance_id = c.instance_id
             AND n.frame = c.frame AND n.reader = a.reader
             AND n.submitted_at_ms IS NOT NULL)) AS awaited,
         (SELECT count(*) FROM assignments a WHERE a.instance_id = c.instance_id) AS assigned,
         (SELECT ifnull(max(s.sequence), 0) FROM submissions s
           WHERE s.instance_id = c.instance_id AND s.frame = c.frame) AS newest,
         ${last('kind')} AS decision, ${last('after_submission')} AS decidedUpTo
       FROM c JOIN instances i ON i.id = c.instance_id WHERE ${isHere}
       ORDER BY i.sequence, c.frame`,
    )
    .filter(({ assigned, submitted, decision }) => {
      return single || assigned > 0 || submitted > 1 || decision !== null;
    })
    .map((row) => ({ row, state: stateOf(row) }))
    .sort((a, b) => rank[a.state] - rank[b.state])
    .slice(0, listed)
    .map(({ row: { instanceId, frame, fileName, submitted, awaited }, state }) => ({
      instanceId,
      frame,
      fileName,
      state,
      submitted,
      awaited,
    }));
}

/** The same as Reviews tells of one frame. */
function stateOf({ awaited, decision, decidedUpTo, newest }: CaseRow): ReviewState {
  if (awaited > 0) return decision === 'sent-back' ? 'sent-back' : 'reading';
  const stands = decision !== null && decision !== 'sent-back' && (decidedUpTo ?? 0) >= newest;
  return stands ? decision : 'to-review';
}
