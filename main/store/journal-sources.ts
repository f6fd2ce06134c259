import { z } from 'zod';
import type { EditKind, MaskSource } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import type { Database } from './database.js';
import type { FrameReference } from './journal-rows.js';
import type { Revisions } from './revisions.js';

/** What the pixels of the acts of a frame were taken from, by the act's sequence number. */
export type FrameSources = ReadonlyMap<number, readonly MaskSource[]>;

const sourceRow = z.object({
  sequence: z.int(),
  revisionId: z.string(),
  threshold: z.number().nullable(),
});

interface Taken extends FrameReference {
  readonly kind: EditKind;
  readonly fromRevisionId: string | null;
  readonly sources?: readonly MaskSource[];
}

/**
 * @throws AppError `bad-input` where a take-over names no revision or another act does, where one is
 * of another picture, named twice, or has a threshold without being a proposal
 */
export function requireSources(
  revisions: Revisions,
  { kind, fromRevisionId, sources = [], instanceId, frame }: Taken,
): void {
  if ((kind === 'take-over') !== (fromRevisionId !== null)) {
    throw new AppError('bad-input', 'A take-over, and only that, names the revision taken over.');
  }
  const origin = fromRevisionId === null ? [] : [{ revisionId: fromRevisionId, threshold: null }];
  for (const { revisionId, threshold } of [...origin, ...sources]) {
    const from = revisions.get(revisionId);
    if (from.instanceId !== instanceId || from.frame !== frame) {
      throw new AppError('bad-input', 'The segmentation taken over belongs to another picture.');
    }
    if (threshold !== null && from.runId === null) {
      throw new AppError(
        'bad-input',
        `Segmentation ${revisionId} is no model's proposal, so it has no threshold. Leave it out.`,
      );
    }
  }
  if (new Set(sources.map(({ revisionId }) => revisionId)).size < sources.length) {
    throw new AppError('bad-input', 'An edit names each segmentation it is made of once.');
  }
}

/** Notes what an act was made of. Call inside the transaction that appends it. */
export function insertSources(
  database: Database,
  sequence: number,
  sources: readonly MaskSource[],
): void {
  for (const { revisionId, threshold } of sources) {
    database.run(
      'INSERT INTO journal_sources (sequence, revision_id, threshold) VALUES (?, ?, ?)',
      [sequence, revisionId, threshold],
    );
  }
}

/** Of the acts after `sequence`, what each was made of. */
export function readSourcesSince(
  database: Database,
  at: FrameReference,
  sequence: number,
): FrameSources {
  const rows = database.all(
    sourceRow,
    `SELECT s.sequence, s.revision_id AS revisionId, s.threshold
     FROM journal_sources s JOIN journal j ON j.sequence = s.sequence
     WHERE j.instance_id = ? AND j.frame = ? AND j.sequence > ? ORDER BY s.sequence, s.revision_id`,
    [at.instanceId, at.frame, sequence],
  );
  const sources = new Map<number, MaskSource[]>();
  for (const { sequence: of, ...source } of rows) {
    sources.set(of, [...(sources.get(of) ?? []), source]);
  }
  return sources;
}
