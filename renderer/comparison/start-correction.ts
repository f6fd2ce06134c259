import { decodeMask, emptyMask, encodeMask, maskArea, xorMasks } from '../../shared/labelmap.js';
import type { RunLengthMask } from '../../shared/labelmap.js';
import { call } from '../api.js';
import type { Frame } from './use-panes.js';

/**
 * Make a pane's mask the lesion under correction, as one undoable take-over in the journal; what
 * was drawn before comes back with undo. Rejects with ApiError.
 *
 * @param revisionId what the mask is of, for the lineage
 */
export async function startCorrection(
  frame: Frame,
  mask: RunLengthMask,
  revisionId: string,
): Promise<void> {
  const { masks } = await call('reading.open', frame);
  const drawn = masks.find(({ segment }) => segment === 'lesion');
  const before = drawn ? decodeMask(drawn.mask) : emptyMask(mask.width, mask.height);
  const delta = xorMasks(before, mask);
  if (maskArea(delta) === 0) return;
  await call('reading.edit', {
    ...frame,
    kind: 'take-over',
    changes: [{ segment: 'lesion', mask: encodeMask(delta) }],
    fromRevisionId: revisionId,
  });
}
