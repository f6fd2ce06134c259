import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { segmentIds, type SegmentId } from '../../../../shared/domain.js';
import { groupBy } from '../../../../shared/group-by.js';
import type { LayoutPart, PlannedMask } from '../import-plan.js';

/** Of what a shard states of a sample, what an import takes. */
export const shardFile = z.object({ split: z.enum(['train', 'val', 'test']).nullable() });

const segments = new Map<string, SegmentId>(segmentIds.map((id) => [id, id]));

/**
 * Samples of the shards of Limen's WebDataset export, once unpacked: `<name>.png`,
 * `<name>.<segment>.png` and `<name>.json` in one folder. Told by a lesion's mask with all three.
 */
export function planShards(files: readonly string[]): LayoutPart {
  const part: LayoutPart = { samples: [], refusals: [], used: [] };
  const known = new Set(files);
  const masks = files.flatMap((path) => {
    const [, name = '', segment = ''] = /^(.+)\.([a-z-]+)\.png$/.exec(basename(path)) ?? [];
    const id = segments.get(segment);
    const stem = join(dirname(path), name);
    return id && known.has(`${stem}.png`) && known.has(`${stem}.json`) ? [{ path, id, stem }] : [];
  });
  for (const [stem, found] of groupBy(masks, (mask) => mask.stem)) {
    if (!found.some(({ id }) => id === 'lesion')) continue;
    const path = `${stem}.png`;
    // What is to be ignored is neither a segment nor a picture.
    part.used.push(path, `${stem}.json`, `${stem}.ignore.png`, ...found.map((mask) => mask.path));
    part.samples.push({
      path,
      layout: 'limen',
      split: null,
      masks: found.map((mask): PlannedMask => ({
        segment: mask.id,
        fileName: basename(mask.path),
        origin: { kind: 'picture', path: mask.path },
      })),
    });
  }
  return part;
}
