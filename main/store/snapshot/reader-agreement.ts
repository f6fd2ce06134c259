import { dice, jaccard } from '../../../shared/agreement.js';
import { countMasks } from '../../../shared/comparison/mask-agreement.js';
import type { Revision } from '../../../shared/domain.js';
import { decodeMask } from '../../../shared/labelmap.js';
import type { Library } from '../library.js';

/** How far the readers of one picture drew the same lesion. */
export interface Agreement {
  /** Read by two readers or more. */
  pictures: number;
  /** Of readers, over these pictures. */
  pairs: number;
  meanJaccard: number;
  meanDice: number;
}

/**
 * Over all pairs of readers of some frames, by each reader's newest revision; null without a pair. What
 * was made of others' masks is no reading of its own.
 */
export function agreementOf(
  library: Library,
  frames: readonly { instance: { id: string }; frame: number }[],
): Agreement | null {
  const found = frames
    .map(({ instance, frame }) => pairsOf(library, instance.id, frame))
    .filter((pairs) => pairs.length > 0);
  const pairs = found.flat();
  if (pairs.length === 0) return null;
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return {
    pictures: found.length,
    pairs: pairs.length,
    meanJaccard: mean(pairs.map(jaccard)),
    meanDice: mean(pairs.map(dice)),
  };
}

/** Mean Jaccard between the readers of one frame; null where fewer than two drew in it. */
export function frameAgreement(library: Library, instanceId: string, frame: number): number | null {
  return agreementOf(library, [{ instance: { id: instanceId }, frame }])?.meanJaccard ?? null;
}

/** Not made of another reader's mask, as a consensus and a reviewer's correction are. */
function isOwn({ revisions }: Library, { id, reader }: Revision): boolean {
  return revisions.lineage(id).every((each) => each.reader === null || each.reader === reader);
}

function pairsOf(library: Library, instanceId: string, frame: number) {
  const newest = new Map<string, Revision>();
  for (const revision of library.revisions.list(instanceId)) {
    if (revision.source !== 'reader' || revision.frame !== frame) continue;
    if (revision.reader !== null) newest.set(revision.reader, revision);
  }
  if (newest.size < 2) return [];
  const own = [...newest.values()].filter((revision) => isOwn(library, revision));
  const masks = own.map(({ id }) => decodeMask(library.revisions.lesionMask(id)));
  return masks.flatMap((mask, index) =>
    masks.slice(index + 1).map((other) => countMasks(mask, other)),
  );
}
