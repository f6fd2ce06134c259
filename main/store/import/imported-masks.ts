import { basename } from 'node:path';
import type { ImportLayout, Instance, Refusal, SegmentMask } from '../../../shared/domain.js';
import type { WorkerHost } from '../../worker/protocol.js';
import type { Source } from '../identity.js';
import type { Library } from '../library.js';
import { refusalOf } from './refusal.js';
import type { PlannedSample } from './import-plan.js';
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
      masks.push({ segment, mask: await readPlannedMask(origin, picture, worker, signal) });
    } catch (thrown) {
      if (signal?.aborted) throw thrown;
      refusals.push(refusalOf(fileName, thrown));
    }
  }
  return { masks: refusals.length > 0 ? [] : masks, refusals };
}

/** The refusal of all masks of a sample, named by the first. */
export function maskRefusal({ masks, path }: PlannedSample, reason: string): Refusal {
  return { fileName: masks[0]?.fileName ?? basename(path), code: 'mask-unfit', reason };
}

/** What adding masks to a picture comes to. */
export type Addition =
  | { kind: 'nothing' }
  | { kind: 'refused'; reason: string }
  | { kind: 'revision'; masks: SegmentMask[]; parentId: string | null };

/** A picture that masks may be added to: its name, and the masks it came with so far, oldest first. */
export interface MaskedPicture {
  fileName: string;
  earlier: { revisionId: string | null; masks: Masks }[];
}

export function maskedPicture(
  { revisions }: Library,
  { id, fileName }: Pick<Instance, 'id' | 'fileName'>,
): MaskedPicture {
  const earlier = revisions
    .list(id)
    .filter(({ source, frame }) => source === 'truth' && frame === 0)
    .map((revision) => ({
      revisionId: revision.id,
      masks: bySegment(revisions.masks(revision.id)),
    }));
  return { fileName, earlier };
}

/**
 * Compares masks that came with a picture with those that are known of it. Masks of other segments
 * that came earlier stay part of the revision. Of the very same picture under another name the
 * masks that came first are kept.
 */
export function compareImportedMasks(
  { fileName: firstName, earlier }: MaskedPicture,
  masks: readonly SegmentMask[],
  fileName: string,
): Addition {
  if (masks.length === 0) return { kind: 'nothing' };
  const isIn = (known: Masks) => (mask: SegmentMask) => same(known.get(mask.segment), mask.mask);
  if (earlier.some((revision) => masks.every(isIn(revision.masks)))) return { kind: 'nothing' };
  const newest = earlier.at(-1);
  const known: Masks = new Map(newest?.masks);
  if (fileName !== firstName && masks.some(({ segment }) => known.has(segment))) {
    const reason =
      `The picture of this mask is ${firstName}, byte for byte, which has another mask. ` +
      'The first is kept.';
    return { kind: 'refused', reason };
  }
  for (const { segment, mask } of masks) known.set(segment, mask);
  return {
    kind: 'revision',
    masks: [...known].map(([segment, mask]) => ({ segment, mask })),
    parentId: newest?.revisionId ?? null,
  };
}

/** What an addition made of a picture, without writing it. */
export function withAddition(picture: MaskedPicture, addition: Addition): MaskedPicture {
  if (addition.kind !== 'revision') return picture;
  const added = { revisionId: null, masks: bySegment(addition.masks) };
  return { ...picture, earlier: [...picture.earlier, added] };
}

type Masks = Map<SegmentMask['segment'], SegmentMask['mask']>;

function bySegment(masks: readonly SegmentMask[]): Masks {
  return new Map(masks.map(({ segment, mask }) => [segment, mask]));
}

function same(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0;
}

/** Keeps masks that came with a picture as a revision, which says where they are from. */
export function addImportedMasks(
  library: Library,
  instanceId: string,
  { masks, parentId }: Extract<Addition, { kind: 'revision' }>,
  origin: { layout: ImportLayout; source: Source | null },
): void {
  library.database.transaction(() => {
    const { id } = library.revisions.insert({
      instanceId,
      frame: 0,
      parentId,
      source: 'truth',
      model: null,
      reader: null,
      runId: null,
      journalSequence: null,
      masks,
    });
    library.database.run(
      'INSERT INTO revision_origins (revision_id, layout, source_id) VALUES (?, ?, ?)',
      [id, origin.layout, origin.source && library.identity.sourceId(origin.source)],
    );
  });
}
