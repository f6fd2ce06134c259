import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join, parse, resolve } from 'node:path';
import { countAgreement, isFailure, jaccard } from '../../shared/agreement.js';
import {
  decodeMask,
  encodeMask,
  maskArea,
  maskFromPixels,
  maskToPixels,
  xorMasks,
  type RunLengthMask,
} from '../../shared/labelmap.js';
import { openModel } from '../../main/models/registry.js';
import { Segmenter } from '../../main/segmenter.js';
import { exportSamples } from '../../main/store/export/export-samples.js';
import { importFiles } from '../../main/store/import/import-files.js';
import type { Library } from '../../main/store/library.js';
import { openLibrary } from '../../main/store/open-library.js';
import { createWorkerHost } from '../../main/worker/host.js';
import type { WorkerHost } from '../../main/worker/protocol.js';
import { childProcessFork } from '../../main/worker/worker-process.js';

/** Who corrects, in the lineage: the known masks and no person. */
const READER = 'known-masks';
const FOREGROUND_ABOVE = 128;

export interface LoopOptions {
  /** Folder of the proposing model's package. */
  model: string;
  /** Folders with <id>.jpg and <id>_segmentation.png. */
  images: string;
  masks: string;
  /** A text file with one id a line. */
  ids: string;
  /** Folder of the library to fill, and of the export to write; both new. */
  library: string;
  output: string;
  /** Proposals with a smaller Jaccard are corrected; those below 0.65 are failures. */
  below: number;
  workerFile: string;
}

/**
 * A reader's half of the learning loop with a known mask in place of the hand: imports pictures,
 * lets the model propose, and where the proposal is not good enough takes it over, corrects
 * it to the known mask in one stroke, commits and exports the corrections. Import, proposal,
 * journal, revision and export are the application's own.
 *
 * @returns lines that say what was done
 */
export async function correctFailures(options: LoopOptions): Promise<string[]> {
  const model = await openModel(resolve(options.model));
  const workers = createWorkerHost({ fork: childProcessFork(options.workerFile) });
  const library = await openLibrary(resolve(options.library));
  try {
    const segmenter = new Segmenter({
      library,
      workers,
      loadModel: () => Promise.resolve(model),
      device: () => 'cpu',
      onStatus: () => undefined,
      onProposal: () => undefined,
      threads: 1,
    });
    const ids = (await readFile(options.ids, 'utf8')).split(/\s+/).filter((id) => id !== '');
    const imported = await importFiles({
      library,
      worker: workers,
      paths: ids.map((id) => join(options.images, `${id}.jpg`)),
      jobId: randomUUID(),
    });
    let failures = 0;
    let corrected = 0;
    let changedPixels = 0;
    for (const instance of allInstances(library)) {
      const at = { instanceId: instance.id, frame: 0 };
      const proposal = await segmenter.run({ ...at, modelId: null }, 'reader');
      const truth = await readTruth(workers, options.masks, instance.fileName);
      const proposed = decodeMask(proposal.mask);
      const agreement = jaccard(countAgreement(maskToPixels(proposed), maskToPixels(truth)));
      if (isFailure(agreement)) failures += 1;
      if (agreement >= options.below) continue;
      const change = xorMasks(proposed, truth);
      const takeOver = { segment: 'lesion' as const, mask: proposal.mask };
      if (maskArea(proposed) > 0) {
        library.journal.append(
          { ...at, kind: 'take-over', changes: [takeOver], fromRevisionId: proposal.revisionId },
          READER,
        );
      }
      const stroke = { segment: 'lesion' as const, mask: encodeMask(change) };
      library.journal.append(
        { ...at, kind: 'stroke', changes: [stroke], fromRevisionId: null },
        READER,
      );
      library.journal.commit(at, READER);
      corrected += 1;
      changedPixels += maskArea(change);
    }
    const receipt = await exportSamples({
      library,
      worker: workers,
      output: resolve(options.output),
      appVersion: '0.0.0',
      reader: READER,
      selection: { kind: 'all', references: false },
      format: 'isic',
    });
    return [
      `${String(imported.imported)} pictures imported, ${String(imported.refusals.length)} refused`,
      `${model.manifest.id} failed on ${String(failures)} of them (Jaccard below 0.65)`,
      `${String(corrected)} below ${String(options.below)} corrected, ${String(changedPixels)} pixels changed`,
      `${String(receipt.samples)} samples exported, manifest sha256 ${receipt.manifestSha256}`,
    ];
  } finally {
    library.close();
    await workers.close();
  }
}

function allInstances(library: Library) {
  const { total } = library.catalogue.list({ offset: 0, limit: 1, status: null, search: '' });
  const page = { offset: 0, limit: total, status: null, search: '' } as const;
  return library.catalogue.list(page).instances.map(({ instance }) => instance);
}

async function readTruth(
  workers: WorkerHost,
  masks: string,
  fileName: string,
): Promise<RunLengthMask> {
  const path = join(masks, `${parse(fileName).name}_segmentation.png`);
  const { width, height, grey } = await workers.run('readMask', { path });
  const pixels = grey.map((value) => (value > FOREGROUND_ABOVE ? 1 : 0));
  return maskFromPixels(pixels, width, height);
}
