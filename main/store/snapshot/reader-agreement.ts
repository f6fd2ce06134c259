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
 * Over all pairs of readers of some frames, by each reader's newest reading; null without a pair. What
 * was made of others' masks is no reading, and a reader who left no lesion drew an empty one.
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

/** The newest revision of each reader of a frame that no mask of another reader went into. */
function readingsOf(revisions: readonly Revision[], frame: number): Revision[] {
  const byId = new Map(revisions.map((revision) => [revision.id, revision]));
  const newest = new Map<string, Revision>();
  for (const revision of revisions) {
    const { reader, source } = revision;
    if (source !== 'reader' || revision.frame !== frame || reader === null) continue;
    if (isOwn(revision, byId)) newest.set(reader, revision);
  }
  return [...newest.values()];
}

/** A consensus and a reviewer's correction have others' masks among what they began with or took. */
function isOwn(revision: Revision, byId: ReadonlyMap<string, Revision>): boolean {
  const seen = new Set([revision]);
  for (const { parentId, sources } of seen) {
    for (const id of [...(parentId === null ? [] : [parentId]), ...sources]) {
      const origin = byId.get(id);
      if (origin) seen.add(origin);
    }
  }
  return [...seen].every(({ reader }) => reader === null || reader === revision.reader);
}

function pairsOf({ revisions }: Library, instanceId: string, frame: number) {
  const readings = readingsOf(revisions.list(instanceId), frame);
  if (readings.length < 2) return [];
  const masks = readings.map(({ id }) => decodeMask(revisions.lesionMask(id)));
  return masks.flatMap((mask, index) =>
    masks.slice(index + 1).map((other) => countMasks(mask, other)),
  );
}
