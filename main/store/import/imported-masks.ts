import type { Instance, Refusal, SegmentMask } from '../../../shared/domain.js';
import { encodeMask } from '../../../shared/labelmap.js';
import type { WorkerHost } from '../../worker/protocol.js';
import type { Source } from '../identity.js';
import type { Library } from '../library.js';
import { refusalOf } from './refusal.js';
import type { Layout, PlannedSample } from './import-plan.js';
import { readPlannedMask } from './read-mask.js';

/**
 * Reads the masks that came with a picture. One that is refused keeps the others out too: half a
 * segmentation would pass for a whole one.
 */
export async function readMasks(
  sample: PlannedSample,
  picture: Pick<Instance, 'width' | 'height'>,
  worker: WorkerHost,
  signal?: AbortSignal,
): Promise<{ masks: SegmentMask[]; refusals: Refusal[] }> {
  const masks: SegmentMask[] = [];
  const refusals: Refusal[] = [];
  for (const { segment, fileName, origin } of sample.masks) {
    try {
      const mask = await readPlannedMask(origin, picture, worker, signal);
      masks.push({ segment, mask: encodeMask(mask) });
    } catch (thrown) {
      if (signal?.aborted) throw thrown;
      refusals.push(refusalOf(fileName, thrown));
    }
  }
  return { masks: refusals.length > 0 ? [] : masks, refusals };
}

/** The imported masks that a picture will have once these are added; null when it has them all. */
export function withImportedMasks(
  library: Library,
  instanceId: string,
  masks: readonly SegmentMask[],
): { masks: SegmentMask[]; parentId: string | null } | null {
  const before = library.revisions.latest(instanceId, 0, 'truth');
  const known = new Map(
    before === null
      ? []
      : library.revisions.masks(before.id).map(({ segment, mask }) => [segment, mask]),
  );
  const isNew = ({ segment, mask }: SegmentMask): boolean => {
    const there = known.get(segment);
    return there === undefined || Buffer.compare(there, mask) !== 0;
  };
  if (!masks.some(isNew)) return null;
  for (const { segment, mask } of masks) known.set(segment, mask);
  return {
    masks: [...known].map(([segment, mask]) => ({ segment, mask })),
    parentId: before?.id ?? null,
  };
}

/**
 * Keeps masks that came with a picture as one revision, which says where they are from. Masks of
 * other segments that came earlier stay part of it.
 * @returns whether they were new
 */
export function addImportedMasks(
  library: Library,
  instanceId: string,
  masks: readonly SegmentMask[],
  origin: { layout: Layout; source: Source | null },
): boolean {
  return library.database.transaction(() => {
    const whole = withImportedMasks(library, instanceId, masks);
    if (whole === null) return false;
    const { id } = library.revisions.insert({
      ...whole,
      instanceId,
      frame: 0,
      source: 'truth',
      model: null,
      reader: null,
      runId: null,
      journalSequence: null,
    });
    library.database.run(
      'INSERT INTO revision_origins (revision_id, layout, source_id) VALUES (?, ?, ?)',
      [id, origin.layout, origin.source && library.identity.sourceId(origin.source)],
    );
    return true;
  });
}
