import { join } from 'node:path';
import { mkdir } from 'node:fs/promises';
import {
  artefactIds,
  type ArtefactId,
  type Revision,
  type SegmentId,
} from '../../../../shared/domain.js';
import { AppError } from '../../../../shared/errors.js';
import {
  decodeMask,
  emptyMask,
  forEachRun,
  maskArea,
  unionMasks,
  type RunLengthMask,
} from '../../../../shared/labelmap.js';
import type { WorkerHost } from '../../../worker/protocol.js';
import { labelsToPng, type Label } from '../../../mask-png.js';
import { replaceFile, syncPath } from '../../atomic-write.js';
import { hashFile } from '../../blobs.js';
import { sha256Of } from '../../stored-mask.js';
import type { Library } from '../../library.js';
import { bandOf } from '../../review/decisions.js';
import type { Sample } from '../select-samples.js';

/** Where and with what samples are written. */
export interface ExportPlace {
  library: Library;
  worker: WorkerHost;
  /** Absolute. */
  folder: string;
  appVersion: string;
  /** Where the readers of a picture differ is left out of training and scores as artefacts are. */
  ignoreDisagreement: boolean;
  signal?: AbortSignal;
}

/** A sample's picture and masks, proved unaltered before anything of it is written. */
export interface LoadedSample extends Sample {
  /** Of the original. */
  path: string;
  /** The revision first, then what it corrects, and so on. */
  lineage: readonly Revision[];
  /** A reader who cleared everything left no lesion: an empty mask. */
  lesion: RunLengthMask;
  /** All masks of the revision, the lesion among them. */
  masks: ReadonlyMap<SegmentId, RunLengthMask>;
  /**
   * To be left out of training and scores: all artefacts together, and where asked for the
   * disagreement band; null where there is nothing.
   */
  ignore: RunLengthMask | null;
  /** Pixels of the disagreement band in it. */
  disagreementPx: number;
}

/** In which files of the export a sample's parts are, relative to its folder. */
export interface WrittenSample {
  image: { path: string; pixelSha256: string };
  /** Of the lesion; null where the layout has none. */
  mask: { path: string } | null;
  attributes: { segment: SegmentId; path: string }[];
  /** Where what is to be ignored is, and where each kind of it is on its own, if it is. */
  ignore: Ignored | null;
}

interface Ignored {
  path: string;
  areaPx: number;
  disagreementPx: number;
  parts: IgnoredPart[];
}

interface IgnoredPart {
  segment: ArtefactId;
  path: string;
}

/** One layout of an export. Everything written is read again and compared. */
export interface Format {
  write(sample: LoadedSample): Promise<WrittenSample>;
  /** After the last sample. Answers the files that belong to no single sample. */
  finish(): Promise<string[]>;
}

/** @throws AppError `library-damaged` for a damaged original or mask. */
export async function loadSample(
  { library, ignoreDisagreement, signal }: ExportPlace,
  sample: Sample,
): Promise<LoadedSample> {
  const { instance, revision, pinned } = sample;
  const masks = new Map(
    library.revisions.masks(revision.id).map(({ segment, mask }) => [segment, decodeMask(mask)]),
  );
  const path = await library.blobs.verifiedPath(instance.sha256, signal);
  const lesion = masks.get('lesion') ?? emptyMask(instance.width, instance.height);
  const lineage = library.revisions.lineage(revision.id);
  const artefacts = artefactIds.flatMap((segment) => masks.get(segment) ?? []);
  const band = ignoreDisagreement ? bandOf(library.database, revision, pinned?.bandSha256) : null;
  const ignored = [...artefacts, ...(band ? [band] : [])].filter((mask) => maskArea(mask) > 0);
  const ignore = ignored.length === 0 ? null : ignored.reduce(unionMasks);
  const disagreementPx = band ? maskArea(band) : 0;
  return { ...sample, path, lineage, lesion, masks, ignore, disagreementPx };
}

/**
 * Writes the picture upright and without any metadata as PNG, decodes it again and compares.
 * @returns the hash of its RGB bytes
 */
export async function writeImage(
  { worker, folder, signal }: ExportPlace,
  { instance, frame, path }: LoadedSample,
  output: string,
): Promise<string> {
  const options = { lane: 'batch' as const, ...(signal && { signal }) };
  const target = join(folder, output);
  const meant = await worker.run('cleanCopy', { path, frame, output: target }, options);
  await syncPath(target);
  const read = await worker.run('pixelHash', { path: target, frame: 0 }, options);
  const sizeIsRight = read.width === instance.width && read.height === instance.height;
  if (!sizeIsRight || read.pixelSha256 !== meant.pixelSha256) throw differs('picture');
  return read.pixelSha256;
}

/** Writes a mask as grey PNG of 0 and 255, decodes it again and compares. */
export async function writeMask(
  place: ExportPlace,
  mask: RunLengthMask,
  output: string,
): Promise<void> {
  await writeLabels(place, [{ mask, value: 255 }], output);
}

/** Writes masks that do not overlap as grey PNG of their values, decodes it again and compares. */
export async function writeLabels(
  { worker, folder, signal }: ExportPlace,
  labels: readonly [Label, ...Label[]],
  output: string,
): Promise<void> {
  const png = await labelsToPng(labels);
  const [{ mask }] = labels;
  await replaceFile(
    join(folder, output),
    (file) => file.writeFile(png),
    async (temporary) => {
      const options = { lane: 'batch' as const, ...(signal && { signal }) };
      const read = await worker.run('readMask', { path: temporary }, options);
      const sizeIsRight = read.width === mask.width && read.height === mask.height;
      const meant = new Uint8Array(mask.width * mask.height);
      for (const label of labels) {
        const { value } = label;
        forEachRun(label.mask, (start, length) => meant.fill(value, start, start + length));
      }
      if (!sizeIsRight || Buffer.compare(read.grey, meant) !== 0) throw differs('mask');
    },
  );
}

/** What a format says of where it wrote what is to be ignored of a sample. */
export function ignoredAt(
  { ignore, disagreementPx }: LoadedSample,
  path: string,
  parts: IgnoredPart[] = [],
): Ignored | null {
  return ignore && { path, areaPx: maskArea(ignore), disagreementPx, parts };
}

/** Writes JSON and compares what is read again. */
export async function writeJson(
  path: string,
  value: object,
): Promise<{ sha256: string; bytes: number }> {
  return writeText(path, `${JSON.stringify(value, null, 2)}\n`);
}

/** Writes text and compares what is read again. */
export async function writeText(
  path: string,
  text: string,
): Promise<{ sha256: string; bytes: number }> {
  const bytes = Buffer.from(text);
  const sha256 = sha256Of(bytes);
  await replaceFile(
    path,
    (file) => file.writeFile(bytes),
    async (temporary) => {
      if ((await hashFile(temporary)).sha256 !== sha256) throw differs('file');
    },
  );
  return { sha256, bytes: bytes.length };
}

export async function makeFolders(
  { folder }: ExportPlace,
  inside: readonly string[],
): Promise<void> {
  for (const name of inside) await mkdir(join(folder, name), { recursive: true });
}

export function differs(what: string): AppError {
  return new AppError(
    'write-failed',
    `An exported ${what} read back differs from the library. Check the disk and export again.`,
  );
}
