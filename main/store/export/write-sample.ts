import { join } from 'node:path';
import {
  decodeMask,
  emptyMask,
  maskToPixels,
  type RunLengthMask,
} from '../../../shared/labelmap.js';
import { AppError } from '../../../shared/errors.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { replaceFile, syncFolder, syncPath } from '../atomic-write.js';
import { hashFile } from '../blobs.js';
import type { Library } from '../library.js';
import { lineageEntries, type ManifestSample } from './manifest.js';
import { maskToPng } from '../../mask-png.js';
import type { Sample } from './select-samples.js';

/** Where and with what samples are written. */
export interface SampleWriter {
  library: Library;
  worker: WorkerHost;
  /** Absolute; holds the folders `images` and `masks`. */
  folder: string;
  numberOf: (reader: string) => string;
  signal?: AbortSignal;
}

/**
 * Writes a sample's picture and mask, reads both again and compares them with the library.
 * @throws AppError `library-damaged` for a damaged original or mask, `write-failed` when what was
 * read again differs; otherwise as the worker's jobs do.
 */
export async function writeSample(writer: SampleWriter, sample: Sample): Promise<ManifestSample> {
  const { library } = writer;
  const { instance, revision, name } = sample;
  const mask = lesionOf(writer, sample);
  const image = { path: `images/${name}.png` };
  const maskFile = { path: `masks/${name}_segmentation.png` };
  const pixelSha256 = await writeImage(writer, sample, join(writer.folder, image.path));
  await writeMask(writer, mask, join(writer.folder, maskFile.path));
  return {
    id: name,
    origin: instance.origin,
    width: instance.width,
    height: instance.height,
    image: { ...image, ...(await hashFile(join(writer.folder, image.path))), pixelSha256 },
    mask: {
      ...maskFile,
      ...(await hashFile(join(writer.folder, maskFile.path))),
      areaPx: revision.areaPx.lesion ?? 0,
    },
    lineage: lineageEntries(library.revisions.lineage(revision.id), writer.numberOf),
  };
}

/** A reader who cleared everything left no lesion: an empty mask. */
function lesionOf({ library }: SampleWriter, { instance, revision }: Sample): RunLengthMask {
  const lesion = library.revisions.masks(revision.id).find(({ segment }) => segment === 'lesion');
  return lesion ? decodeMask(lesion.mask) : emptyMask(instance.width, instance.height);
}

async function writeImage(
  { library, worker, signal }: SampleWriter,
  { instance, frame }: Sample,
  output: string,
): Promise<string> {
  const options = { lane: 'batch' as const, ...(signal && { signal }) };
  const path = await library.blobs.verifiedPath(instance.sha256, signal);
  const meant = await worker.run('cleanCopy', { path, frame, output }, options);
  await syncPath(output);
  const read = await worker.run('pixelHash', { path: output, frame: 0 }, options);
  const sizeIsRight = read.width === instance.width && read.height === instance.height;
  if (!sizeIsRight || read.pixelSha256 !== meant.pixelSha256) throw differs('picture');
  return read.pixelSha256;
}

async function writeMask(
  { worker, signal }: SampleWriter,
  mask: RunLengthMask,
  output: string,
): Promise<void> {
  const png = await maskToPng(mask);
  await replaceFile(
    output,
    (file) => file.writeFile(png),
    async (temporary) => {
      const options = { lane: 'batch' as const, ...(signal && { signal }) };
      const read = await worker.run('readMask', { path: temporary }, options);
      const sizeIsRight = read.width === mask.width && read.height === mask.height;
      const meant = maskToPixels(mask, 255);
      if (!sizeIsRight || Buffer.compare(read.grey, meant) !== 0) throw differs('mask');
    },
  );
}

function differs(what: string): AppError {
  return new AppError(
    'write-failed',
    `An exported ${what} read back differs from the library. Check the disk and export again.`,
  );
}

/** Makes the names of the files in the export's folders durable. */
export async function syncSampleFolders(folder: string): Promise<void> {
  for (const inside of ['images', 'masks']) await syncFolder(join(folder, inside));
}
