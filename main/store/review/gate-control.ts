import { z } from 'zod';
import { isFailure, jaccard } from '../../../shared/agreement.js';
import { countMasks } from '../../../shared/comparison/mask-agreement.js';
import { decodeMask } from '../../../shared/labelmap.js';
import { binomialAtLeast } from '../../../shared/review/binomial.js';
import type { GateControl } from '../../../shared/review/worklist.js';
import type { Database } from '../database.js';
import type { Revisions } from '../revisions.js';

/**
 * What the control of a gate has found. The chance that as many fail, if no more than `limit` did,
 * is that of an exact one-sided binomial test. It is asked after every control, so a gate stops
 * somewhat more often than the significance says: too early rather than too late.
 */
export function controlOf(database: Database, gate: number, limit: number): GateControl {
  const rows = database.all(
    z.object({ read: z.int(), jaccard: z.number().nullable() }),
    `SELECT c.instance_id IS NOT NULL AS read, c.jaccard FROM gate_passes p
     LEFT JOIN gate_controls c ON c.gate = p.gate AND c.instance_id = p.instance_id
     WHERE p.gate = ? AND p.control = 1`,
    [gate],
  );
  const jaccards = rows.flatMap(({ jaccard: value }) => value ?? []);
  const failed = jaccards.filter(isFailure).length;
  return {
    drawn: rows.length,
    judged: jaccards.length,
    withoutMask: rows.filter(({ read, jaccard: value }) => read === 1 && value === null).length,
    failed,
    p: binomialAtLeast(failed, jaccards.length, limit),
  };
}

/** Jaccard of the lesion that passed with the reader's; null where the reader submitted no lesion. */
export function judgeControl(
  revisions: Revisions,
  passed: string,
  submitted: string | null,
): number | null {
  if (submitted === null || revisions.get(submitted).areaPx.lesion === undefined) return null;
  const [model, reader] = [passed, submitted].map((id) => decodeMask(revisions.lesionMask(id)));
  return model && reader ? jaccard(countMasks(model, reader)) : null;
}
