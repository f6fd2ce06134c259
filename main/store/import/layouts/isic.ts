import { basename, parse } from 'node:path';
import type { SegmentId } from '../../../../shared/domain.js';
import { groupBy } from '../../../../shared/group-by.js';
import type { LayoutPart, PlannedMask } from '../import-plan.js';
import { nearest, stemOf } from './file-names.js';

const attributes: Readonly<Record<string, SegmentId>> = {
  pigment_network: 'pigment-network',
  negative_network: 'negative-network',
  streaks: 'streaks',
  milia_like_cyst: 'milia-like-cysts',
  globules: 'globules',
};

/** What Limen's exports add: it says what to leave out, not what is a segment. */
const ignoreMask = /_ignore$/i;

/** The ISIC name of a segment's mask: `<id>_segmentation` or `<id>_attribute_<name>`. */
export function isicMaskStem(id: string, segment: SegmentId): string {
  const attribute = Object.entries(attributes).find(([, known]) => known === segment)?.[0];
  return attribute === undefined ? `${id}_segmentation` : `${id}_attribute_${attribute}`;
}

/**
 * Pictures with masks named after them, `<id>_segmentation.png` and `<id>_attribute_<name>.png` as
 * in the ISIC challenges, wherever the masks lie. A mask that has no picture is refused.
 */
export function planIsic(files: readonly string[]): LayoutPart {
  const part: LayoutPart = { samples: [], refusals: [], used: [] };
  const masks: { path: string; id: string; segment: SegmentId }[] = [];
  const others: string[] = [];
  for (const path of files) {
    const mask = readMaskName(path);
    if (mask) masks.push({ path, ...mask });
    else if (ignoreMask.test(parse(path).name)) part.used.push(path);
    else others.push(path);
  }
  const pictures = groupBy(others, stemOf);
  const found = new Map<string, PlannedMask[]>();
  for (const { path, id, segment } of masks) {
    part.used.push(path);
    const fileName = basename(path);
    const picture = nearest(path, pictures.get(id) ?? []);
    const refuse = (reason: string): void => {
      part.refusals.push({ fileName, code: 'mask-unfit', reason });
    };
    if (picture === undefined) refuse(`There is no picture ${id} for this mask.`);
    else if (picture === null) refuse(`Several pictures are named ${id}. Import them one by one.`);
    else {
      const planned = found.get(picture) ?? [];
      if (planned.some((other) => other.segment === segment)) {
        refuse(`Picture ${id} has several masks of one kind. Keep one of them.`);
      } else {
        planned.push({ segment, fileName, origin: { kind: 'picture', path } });
        found.set(picture, planned);
      }
    }
  }
  for (const [path, planned] of found) {
    part.used.push(path);
    part.samples.push({ path, layout: 'isic', masks: planned, split: null });
  }
  return part;
}

function readMaskName(path: string): { id: string; segment: SegmentId } | null {
  const { name, ext } = parse(path);
  if (ext === '') return null;
  const lesion = /^(.+)_segmentation$/i.exec(name);
  if (lesion?.[1] !== undefined) return { id: lesion[1], segment: 'lesion' };
  const attribute = /^(.+)_attribute_([a-z_]+)$/i.exec(name);
  const segment = attributes[attribute?.[2]?.toLowerCase() ?? ''];
  return attribute?.[1] !== undefined && segment ? { id: attribute[1], segment } : null;
}
