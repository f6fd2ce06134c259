import { z } from 'zod';
import type { Revision } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import { decodeMask, type RunLengthMask } from '../../../shared/labelmap.js';
import { reviewDecision, type ReviewDecision } from '../../../shared/review/review.js';
import { blobColumn, type Database } from '../database.js';
import type { FrameReference } from '../journal-rows.js';
import { sha256Of } from '../stored-mask.js';
import { newestSubmission } from './submissions.js';

/** A decision to be kept. */
export type NewDecision = Pick<ReviewDecision, 'kind' | 'reviewer' | 'reason'> & {
  revisionId?: string | null;
  reader?: string | null;
  /** Where the readers' lesions differ, encoded; null where fewer than two drew one. */
  band?: Uint8Array | null;
};

/** The revision that a decision accepted. */
type BandedRevision = Pick<Revision, 'id' | 'instanceId' | 'frame'>;

const decisionRow = reviewDecision.extend({ afterSubmission: z.int() });

/** Keeps a decision on what was submitted so far. Call inside a transaction. */
export function insertDecision(
  database: Database,
  at: FrameReference,
  { kind, reviewer, reason, revisionId = null, reader = null, band = null }: NewDecision,
  decidedAtMs: number,
): void {
  database.run(
    `INSERT INTO review_decisions (instance_id, frame, kind, revision_id, reviewer, reader, reason,
       after_submission, band, band_sha256, decided_at_ms)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      at.instanceId,
      at.frame,
      kind,
      revisionId,
      reviewer,
      reader,
      reason,
      newestSubmission(database, at),
      band,
      band && sha256Of(band),
      decidedAtMs,
    ],
  );
}

/** All decisions on a frame, oldest first. */
export function decisionsOf(
  database: Database,
  { instanceId, frame }: FrameReference,
): (ReviewDecision & { afterSubmission: number })[] {
  return database.all(
    decisionRow,
    `SELECT kind, revision_id AS revisionId, reviewer, reader, reason,
       after_submission AS afterSubmission, decided_at_ms AS decidedAtMs
     FROM review_decisions WHERE instance_id = ? AND frame = ? ORDER BY sequence`,
    [instanceId, frame],
  );
}

/**
 * Where the readers' lesions differ, of the newest decision that accepted a revision, at the
 * picture's size; null where fewer than two readers drew one.
 * @param sha256 that band instead, of an earlier decision perhaps; null for none
 * @throws AppError `library-damaged` when it was altered.
 */
export function bandOf(
  database: Database,
  revision: BandedRevision,
  sha256: string | null = bandHashOf(database, revision),
): RunLengthMask | null {
  if (sha256 === null) return null;
  const row = database.get(
    z.object({ band: blobColumn }),
    `SELECT band FROM review_decisions
     WHERE instance_id = ? AND frame = ? AND revision_id = ? AND band_sha256 = ? LIMIT 1`,
    [revision.instanceId, revision.frame, revision.id, sha256],
  );
  if (row && sha256Of(row.band) === sha256) return decodeMask(row.band);
  throw new AppError(
    'library-damaged',
    'A stored disagreement band was altered. Run "limen verify" on the library.',
  );
}

/** The hash beside the band of the newest decision that accepted a revision; null without a band. */
export function bandHashOf(
  database: Database,
  { id, instanceId, frame }: BandedRevision,
): string | null {
  const row = database.get(
    z.object({ sha256: z.string().nullable() }),
    `SELECT band_sha256 AS sha256 FROM review_decisions
     WHERE instance_id = ? AND frame = ? AND revision_id = ? ORDER BY sequence DESC LIMIT 1`,
    [instanceId, frame, id],
  );
  return row?.sha256 ?? null;
}
