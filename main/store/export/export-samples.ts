import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ExportReceipt } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { replaceFile, syncFolder, systemErrorCode, writeFailure } from '../atomic-write.js';
import { hashFile } from '../blobs.js';
import type { Library } from '../library.js';
import { sha256Of } from '../stored-mask.js';
import { readerNumbers, type ExportManifest, type ManifestSample } from './manifest.js';
import { held, heldBackReasons, selectSamples, type HeldBack } from './select-samples.js';
import { syncSampleFolders, writeSample, type SampleWriter } from './write-sample.js';

export interface ExportRequest {
  library: Library;
  worker: WorkerHost;
  /** The folder to make: absent, or empty. */
  output: string;
  appVersion: string;
  /** The name for revisions made of changes that are not kept as one yet. */
  reader: string;
  /** Null: every instance with a reader's revision. */
  instanceIds: readonly string[] | null;
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
}

/**
 * Writes the corrected samples in ISIC task 1 layout (docs/dataset-format.md) with a manifest and
 * a receipt. Everything is read again and compared in a folder beside, which gets its name last:
 * `output` is whole or not there.
 *
 * @throws AppError `bad-input` when the output folder holds something, `cancelled`, `disk-full`,
 * `write-failed`, `library-read-only`, or a worker's failure. The folder beside is removed then.
 */
export async function exportSamples(request: ExportRequest): Promise<ExportReceipt> {
  const { library, signal } = request;
  library.requireWritable();
  const output = resolve(request.output);
  await requireVacant(output);
  library.journal.commitAll(request.reader);
  const { samples, heldBack } = selectSamples(library, request.instanceIds);
  const folder = `${output}.partial-${randomBytes(6).toString('hex')}`;
  try {
    for (const inside of ['images', 'masks'])
      await mkdir(join(folder, inside), { recursive: true });
    const writer: SampleWriter = {
      library,
      worker: request.worker,
      folder,
      numberOf: readerNumbers(),
      ...(signal && { signal }),
    };
    const written: ManifestSample[] = [];
    for (const [done, sample] of samples.entries()) {
      request.onProgress?.({ done, total: samples.length });
      if (signal?.aborted) throw new AppError('cancelled', 'The export was cancelled.');
      try {
        written.push(await writeSample(writer, sample));
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'library-damaged') throw thrown;
        await removeSample(folder, sample.name);
        heldBack.push(held(sample.instance, heldBackReasons.damaged));
      }
    }
    const receipt = await finish(folder, output, request.appVersion, written, heldBack);
    request.onProgress?.({ done: samples.length, total: samples.length });
    return receipt;
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true });
    if (signal?.aborted) throw new AppError('cancelled', 'The export was cancelled.');
    throw systemErrorCode(thrown) === null ? thrown : writeFailure(thrown);
  }
}

async function finish(
  folder: string,
  output: string,
  version: string,
  samples: ManifestSample[],
  heldBack: HeldBack[],
): Promise<ExportReceipt> {
  const manifest: ExportManifest = {
    format: 'limen-export/1',
    disclaimer: 'For research use. Not a diagnostic device.',
    application: { name: 'Limen', version },
    samples,
  };
  const manifestFile = await writeJson(join(folder, 'manifest.json'), manifest);
  const files = samples.flatMap(({ image, mask }) => [image, mask]);
  for (const { path, sha256 } of files) {
    if ((await hashFile(join(folder, path))).sha256 === sha256) continue;
    throw new AppError('write-failed', 'An exported file changed while the export was written.');
  }
  const receipt: ExportReceipt = {
    folder: output,
    samples: samples.length,
    files: files.length + 1,
    bytes: files.reduce((sum, { bytes }) => sum + bytes, manifestFile.bytes),
    manifestSha256: manifestFile.sha256,
    heldBack,
  };
  await writeJson(join(folder, 'receipt.json'), publicReceipt(receipt));
  await syncSampleFolders(folder);
  await syncFolder(folder);
  await rename(folder, output);
  await syncFolder(dirname(output));
  return receipt;
}

/** The receipt as it leaves with the samples: no file names of the library, no folder. */
function publicReceipt(receipt: ExportReceipt): object {
  const { samples, files, bytes, manifestSha256, heldBack } = receipt;
  const pictures = new Map<string, number>();
  for (const { reason } of heldBack) pictures.set(reason, (pictures.get(reason) ?? 0) + 1);
  return {
    format: 'limen-receipt/1',
    samples,
    files,
    bytes,
    manifestSha256,
    heldBack: [...pictures].map(([reason, count]) => ({ reason, count })),
  };
}

async function writeJson(path: string, value: object): Promise<{ sha256: string; bytes: number }> {
  const bytes = Buffer.from(`${JSON.stringify(value, null, 2)}\n`);
  const sha256 = sha256Of(bytes);
  await replaceFile(
    path,
    (file) => file.writeFile(bytes),
    async (temporary) => {
      if ((await hashFile(temporary)).sha256 === sha256) return;
      throw new AppError('write-failed', 'A file read back differs. Check the disk.');
    },
  );
  return { sha256, bytes: bytes.length };
}

async function removeSample(folder: string, name: string): Promise<void> {
  await rm(join(folder, 'images', `${name}.png`), { force: true });
  await rm(join(folder, 'masks', `${name}_segmentation.png`), { force: true });
}

async function requireVacant(output: string): Promise<void> {
  try {
    if ((await readdir(output)).length === 0) return;
  } catch (thrown) {
    const code = systemErrorCode(thrown);
    if (code === 'ENOENT') return;
    if (code !== 'ENOTDIR') throw writeFailure(thrown);
  }
  throw new AppError(
    'bad-input',
    'There is something in the folder for the export already. Choose a new or an empty one.',
  );
}
