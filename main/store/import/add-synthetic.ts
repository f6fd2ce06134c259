import type { Instance } from '../../../shared/domain.js';
import type { WorkerHost } from '../../worker/protocol.js';
import type { Library } from '../library.js';
import { importFile } from './import-file.js';

/** A generated picture with the mask it was made from. */
export interface SyntheticPicture {
  /** Where the picture lies; it is copied. */
  path: string;
  /** The name shown in the app. */
  fileName: string;
  /** The true lesion, encoded, of the picture's size. */
  truth: Uint8Array;
}

/** Adds a generated picture with its true mask as a revision; one the library has is left alone. */
export async function addSynthetic(
  library: Library,
  worker: WorkerHost,
  { path, fileName, truth }: SyntheticPicture,
): Promise<Instance> {
  const { instance } = await importFile(library, worker, { path, fileName, origin: 'synthetic' });
  if (library.revisions.latest(instance.id, 0, 'truth') === null) {
    library.revisions.insert({
      instanceId: instance.id,
      frame: 0,
      parentId: null,
      source: 'truth',
      model: null,
      reader: null,
      runId: null,
      journalSequence: null,
      masks: [{ segment: 'lesion', mask: truth }],
    });
  }
  return instance;
}
