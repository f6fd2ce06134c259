import { componentAt, partsOf } from '../../shared/components.js';
import { subtractMasks, type RunLengthMask } from '../../shared/labelmap.js';

/** Where a pane's mask differs from the correction. */
export interface Differences {
  /** Only the pane has it: taking it adds it. */
  readonly added: RunLengthMask;
  /** Only the correction has it: it can be dropped. */
  readonly dropped: RunLengthMask;
}

/** One connected part of the differences. */
export interface Region {
  readonly mask: RunLengthMask;
  readonly adds: boolean;
}

export function differencesOf(draft: RunLengthMask, mask: RunLengthMask): Differences {
  return { added: subtractMasks(mask, draft), dropped: subtractMasks(draft, mask) };
}

/** The connected part under a point of the picture; null where both masks agree. */
export function regionAt(
  { added, dropped }: Differences,
  point: { x: number; y: number },
): Region | null {
  const [x, y] = [Math.floor(point.x), Math.floor(point.y)];
  const adding = componentAt(added, x, y);
  if (adding !== null) return { mask: adding, adds: true };
  const dropping = componentAt(dropped, x, y);
  return dropping && { mask: dropping, adds: false };
}

/** The region that comes after (step 1) or before the current one when ordered by size. */
export function stepRegion(
  differences: Differences,
  current: { x: number; y: number } | null,
  step: 1 | -1,
): { x: number; y: number } | null {
  const parts = [...partsOf(differences.added), ...partsOf(differences.dropped)].sort(
    (a, b) => b.area - a.area,
  );
  if (parts.length === 0) return null;
  const at = parts.findIndex(({ x, y }) => x === current?.x && y === current.y);
  const next = at < 0 && step < 0 ? parts.length - 1 : (at + step + parts.length) % parts.length;
  return parts[next] ?? null;
}
