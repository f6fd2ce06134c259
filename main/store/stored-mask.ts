import { createHash } from 'node:crypto';
import { z } from 'zod';
import { segmentId, type SegmentId, type SegmentMask } from '../../shared/domain.js';
import { AppError } from '../../shared/errors.js';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import { blobColumn } from './database.js';

/** A mask or change as a row keeps it: encoded, with the hash that proves it unaltered. */
export const storedMaskRow = z.object({
  segment: segmentId,
  mask: blobColumn,
  maskSha256: z.string(),
});
export type StoredMaskRow = z.infer<typeof storedMaskRow>;

export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * The encoded mask of a row.
 * @throws AppError `library-damaged` when the bytes are not those that were stored.
 */
export function intactMask(row: StoredMaskRow): SegmentMask {
  if (sha256Of(row.mask) !== row.maskSha256) {
    throw new AppError(
      'library-damaged',
      `A stored mask of segment ${row.segment} was altered. Run "limen verify" on the library.`,
    );
  }
  return { segment: row.segment, mask: row.mask };
}

/** An encoded mask handed to the store, which copies its bytes. */
export interface SuppliedMask {
  readonly segment: SegmentId;
  readonly mask: Uint8Array;
}

/** Masks by segment, for the pixels of one frame. */
export type FrameMasks = ReadonlyMap<SegmentId, RunLengthMask>;

/**
 * Decodes masks that came from outside the store, one a segment, all of the picture's size.
 * @throws AppError `bad-input` otherwise.
 */
export function decodeForFrame(
  masks: readonly SuppliedMask[],
  size: { width: number; height: number },
): Map<SegmentId, RunLengthMask> {
  const decoded = new Map<SegmentId, RunLengthMask>();
  for (const { segment, mask: bytes } of masks) {
    const mask = decodeMask(bytes);
    if (mask.width !== size.width || mask.height !== size.height) {
      throw new AppError(
        'bad-input',
        `The mask of segment ${segment} is ${String(mask.width)} x ${String(mask.height)}, the ` +
          `picture ${String(size.width)} x ${String(size.height)}. Open the picture again.`,
      );
    }
    if (decoded.has(segment)) {
      throw new AppError('bad-input', `Segment ${segment} occurs twice in one change.`);
    }
    decoded.set(segment, mask);
  }
  return decoded;
}
