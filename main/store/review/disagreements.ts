import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import { mutualIous } from '../../../shared/comparison/measure-masks.js';
import { decodeMask } from '../../../shared/labelmap.js';
import type { Database } from '../database.js';
import type { Revisions } from '../revisions.js';

const staleRow = z.object({ id: z.string(), runs: z.int() });
const revisionRow = z.object({ id: z.string() });

/**
 * Measures how far the newest masks of the models differ, for pictures where two or more models ran
 * and that is not known yet: 1 - mean Jaccard over pairs. Others have their turn between pictures.
 */
export async function refreshDisagreements(
  database: Database,
  revisions: Revisions,
): Promise<void> {
  const stale = database.all(
    staleRow,
    `SELECT runs.instance_id AS id, count(*) AS runs FROM runs WHERE runs.frame = 0
     GROUP BY runs.instance_id HAVING count(DISTINCT runs.model_id) > 1
       AND count(*) IS NOT (SELECT d.runs FROM disagreements d
         WHERE d.instance_id = runs.instance_id)`,
  );
  for (const { id, runs } of stale) {
    const newest = database.all(
      revisionRow,
      `SELECT r.id FROM runs JOIN revisions r ON r.run_id = runs.id
       WHERE runs.instance_id = ?1 AND runs.frame = 0 AND runs.sequence = (SELECT max(o.sequence)
         FROM runs o WHERE o.instance_id = ?1 AND o.frame = 0 AND o.model_id = runs.model_id)`,
      [id],
    );
    const ious = mutualIous(newest.map((each) => decodeMask(revisions.lesionMask(each.id))));
    const value = 1 - ious.reduce((sum, iou) => sum + iou, 0) / ious.length;
    database.run(
      `INSERT INTO disagreements (instance_id, runs, value) VALUES (?1, ?2, ?3)
       ON CONFLICT (instance_id) DO UPDATE SET runs = ?2, value = ?3`,
      [id, runs, Math.min(1, Math.max(0, value))],
    );
    await setImmediate();
  }
}
