import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Instance } from '../shared/domain.js';
import { temporaryPath } from './store/atomic-write.js';
import { addSynthetic } from './store/import/add-synthetic.js';
import type { Library } from './store/library.js';
import type { WorkerHost } from './worker/protocol.js';

/** Chosen by eye among the first: one of each kind of lesion that main/synthetic paints. */
const seeds = [5, 1, 2, 3, 4] as const;

/**
 * Fills an empty library with synthetic pictures and their true masks, so that the first screen
 * shows what Limen does. They are painted in the batch process: a quarter of a second of
 * arithmetic each would make the window wait.
 */
export async function addStarterPictures(
  library: Library,
  workers: WorkerHost,
  onAdded: (instance: Instance) => void,
  signal: AbortSignal,
): Promise<void> {
  for (const [index, seed] of seeds.entries()) {
    const path = temporaryPath(join(library.folder, 'cache'));
    try {
      const { mask } = await workers.run(
        'synthesise',
        { seed, output: path },
        { lane: 'batch', signal },
      );
      const fileName = `synthetic-${String(index + 1)}.jpg`;
      onAdded(await addSynthetic(library, workers, { path, fileName, truth: mask }));
    } finally {
      await rm(path, { force: true });
    }
  }
}

/** Whether nothing was ever imported into this library, and something can be. */
export function needsStarterPictures(library: Library): boolean {
  if (library.readOnlyReason !== null) return false;
  return library.instances.isEmpty();
}
