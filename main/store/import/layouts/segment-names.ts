import { segmentId, type SegmentId } from '../../../../shared/domain.js';

/**
 * The segments that a dataset's own class names mean. A dataset with one class means the lesion,
 * whatever it calls it.
 * @returns null for a name that is no segment
 */
export function segmentsByName(names: readonly string[]): Map<string, SegmentId | null> {
  const [only] = names;
  if (names.length === 1 && only !== undefined) return new Map([[only, 'lesion']]);
  return new Map(names.map((name) => [name, segmentOf(name)]));
}

function segmentOf(name: string): SegmentId | null {
  const plain = name
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_]+/g, '-');
  const known = plain === 'milia-like-cyst' ? 'milia-like-cysts' : plain;
  return segmentId.safeParse(known).data ?? null;
}
