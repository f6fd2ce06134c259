import { z } from 'zod';
import { toAppError } from '../../shared/errors.js';
import { decodeMask } from '../../shared/labelmap.js';
import { blobColumn } from './database.js';
import type { Library } from './library.js';
import { sha256Of } from './stored-mask.js';
import type { Finding } from './verify.js';

const sequenceRow = z.object({ sequence: z.int() });
const bandRow = z.object({
  subject: z.string(),
  band: blobColumn,
  bandSha256: z.string(),
  width: z.int(),
  height: z.int(),
});

/** The disagreement bands kept with decisions: each against its hash and its picture's size. */
export function bandFindings({ database }: Library): Finding[] {
  const decisions = database.all(
    sequenceRow,
    'SELECT sequence FROM review_decisions WHERE band IS NOT NULL',
  );
  // One at a time, so that memory does not grow with the library.
  return decisions.flatMap(({ sequence }): Finding[] => {
    const row = database.get(
      bandRow,
      `SELECT d.revision_id AS subject, d.band, d.band_sha256 AS bandSha256, i.width, i.height
       FROM review_decisions d JOIN instances i ON i.id = d.instance_id WHERE d.sequence = ?`,
      [sequence],
    );
    const message = row && bandFault(row);
    if (row === null || message === null) return [];
    return [{ severity: 'error', kind: 'band-altered', subject: row.subject, message }];
  });
}

function bandFault({ band, bandSha256, width, height }: z.infer<typeof bandRow>): string | null {
  if (sha256Of(band) !== bandSha256) return 'The disagreement band of a review was altered.';
  try {
    const mask = decodeMask(band);
    const fits = mask.width === width && mask.height === height;
    return fits ? null : 'The disagreement band of a review has another size than its picture.';
  } catch (thrown) {
    const { message } = toAppError(thrown);
    return `The disagreement band of a review cannot be decoded: ${message}`;
  }
}
