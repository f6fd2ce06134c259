import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { ExportFormat, ExportReceipt } from '../../../shared/domain.js';
import { AppError } from '../../../shared/errors.js';
import type { ExportSelection } from '../../../shared/exchange.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { syncFolder, systemErrorCode, writeFailure } from '../atomic-write.js';
import { hashFile } from '../blobs.js';
import type { Library } from '../library.js';
import { numbersOfReaders } from '../snapshot/pin-samples.js';
import { pinsOf } from '../snapshot/pins.js';
import { requireExpressible } from './expressible.js';
import { cocoFormat } from './formats/coco.js';
import { dicomSegFormat } from './formats/dicom-seg.js';
import {
  loadSample,
  writeJson,
  writeText,
  type ExportPlace,
  type Format,
  type WrittenSample,
} from './formats/format.js';
import { isicFormat, isicTask1Format, isicTask2Format } from './formats/isic.js';
import { nnunetFormat } from './formats/nnunet.js';
import { pngFormat } from './formats/png.js';
import { webdatasetFormat } from './formats/webdataset.js';
import { lineageEntries, readerNumbers, standingOf, type ExportManifest } from './manifest.js';
import { sampleReadings } from './sample-readings.js';
import { sampleWeight, weightsTable } from './sample-weight.js';
import {
  held,
  heldBackSentences,
  selectSamples,
  type HeldBack,
  type Sample,
  type Withdrawn,
} from './select-samples.js';

export interface ExportRequest {
  library: Library;
  worker: WorkerHost;
  /** The folder to make: absent, or empty. */
  output: string;
  appVersion: string;
  /** The name for revisions made of changes that are not kept as one yet. */
  reader: string;
  selection: ExportSelection;
  format: ExportFormat;
  /** Leave where readers differ as to be ignored; not in `dicom-seg`, which has no place for it. */
  ignoreDisagreement?: boolean;
  onProgress?: (progress: { done: number; total: number }) => void;
  signal?: AbortSignal;
}

const formats: Record<
  ExportFormat,
  (place: ExportPlace, samples: readonly Sample[]) => Promise<Format>
> = {
  isic: isicFormat,
  'isic-task1': isicTask1Format,
  'isic-task2': isicTask2Format,
  png: pngFormat,
  coco: cocoFormat,
  nnunet: nnunetFormat,
  webdataset: webdatasetFormat,
  'dicom-seg': dicomSegFormat,
};

/**
 * Writes samples in one of the layouts of docs/dataset-format.md with a manifest and a receipt.
 * Everything is read again and compared in a folder beside, which gets its name last: `output` is
 * whole or not there.
 *
 * @throws AppError `bad-input` when the output folder holds something or the layout cannot say what
 * is asked for, `not-found` for an unknown
 * snapshot or instance, `cancelled`, `disk-full`, `write-failed`, `library-read-only`, or a worker's
 * failure. The folder beside is removed then.
 */
export async function exportSamples(request: ExportRequest): Promise<ExportReceipt> {
  const { library, signal } = request;
  library.requireWritable();
  const output = resolve(request.output);
  await requireVacant(output);
  requireExpressible(request);
  library.journal.commitAll(request.reader);
  const { samples, heldBack, withdrawn } = selectSamples(library, request.selection);
  const folder = `${output}.partial-${randomBytes(6).toString('hex')}`;
  try {
    await mkdir(folder, { recursive: true });
    const place: ExportPlace = {
      library,
      worker: request.worker,
      folder,
      appVersion: request.appVersion,
      ignoreDisagreement: request.ignoreDisagreement === true,
      ...(signal && { signal }),
    };
    const format = await formats[request.format](place, samples);
    const written: [Sample, WrittenSample][] = [];
    for (const [done, sample] of samples.entries()) {
      request.onProgress?.({ done, total: samples.length });
      if (signal?.aborted) throw new AppError('cancelled', 'The export was cancelled.');
      try {
        written.push([sample, await format.write(await loadSample(place, sample))]);
      } catch (thrown) {
        if (!(thrown instanceof AppError) || thrown.code !== 'library-damaged') throw thrown;
        heldBack.push(held(sample.instance, 'damaged'));
      }
    }
    const further = await format.finish();
    const left = { heldBack, withdrawn };
    const receipt = await finish(request, { folder, output }, written, further, left);
    request.onProgress?.({ done: samples.length, total: samples.length });
    return receipt;
  } catch (thrown) {
    await rm(folder, { recursive: true, force: true });
    if (signal?.aborted) throw new AppError('cancelled', 'The export was cancelled.');
    throw systemErrorCode(thrown) === null ? thrown : writeFailure(thrown);
  }
}

type FileRecord = Awaited<ReturnType<typeof hashFile>> & { path: string };

async function finish(
  request: ExportRequest,
  { folder, output }: { folder: string; output: string },
  written: readonly [Sample, WrittenSample][],
  further: readonly string[],
  { heldBack, withdrawn }: { heldBack: HeldBack[]; withdrawn: Withdrawn[] },
): Promise<ExportReceipt> {
  const { selection } = request;
  const snapshot =
    selection.kind === 'snapshot' ? request.library.snapshots.get(selection.name) : null;
  const own = [...further];
  const weights = new Map(
    written.map(([sample]) => [sample.name, sampleWeight(request.library, sample)]),
  );
  if ([...weights.values()].some((weight) => weight !== 1)) {
    const rows = [...weights].map(([id, weight]) => ({ id, weight }));
    await writeText(join(folder, 'weights.csv'), weightsTable(rows));
    own.push('weights.csv');
  }
  if (snapshot) {
    await writeText(join(folder, 'card.md'), snapshot.card);
    await writeText(join(folder, 'snapshot.json'), snapshot.manifest);
    own.push('card.md', 'snapshot.json');
  }
  const paths = new Set(own);
  for (const [, { image, mask, attributes, ignore }] of written) {
    const ignored = ignore ? [ignore, ...ignore.parts] : [];
    const masks = [...(mask ? [mask] : []), ...attributes, ...ignored];
    for (const { path } of [image, ...masks]) paths.add(path);
  }
  const files = new Map<string, FileRecord>();
  for (const path of paths) {
    files.set(path, { path, ...(await hashFile(join(folder, path))) });
  }
  const fileAt = (path: string): FileRecord => {
    const file = files.get(path);
    if (file) return file;
    throw new AppError('internal', `The export has no file ${path}.`);
  };
  const { library } = request;
  const numberOf = snapshot
    ? numbersOfReaders(library, [...pinsOf(snapshot).keys()])
    : readerNumbers();
  const manifest: ExportManifest = {
    format: 'limen-export/1',
    layout: request.format,
    disclaimer: 'For research use. Not a diagnostic device.',
    application: { name: 'Limen', version: request.appVersion },
    snapshot: snapshot && { name: snapshot.name, manifestSha256: snapshot.manifestSha256 },
    since: selection.kind === 'since' ? selection.name : null,
    withdrawn,
    // Of a snapshot always the same, so that its exports are: the entry that tells of it.
    auditHead:
      (snapshot && library.audit.entryOf('snapshot.made', snapshot.name)) ?? library.audit.head(),
    ignoreDisagreement: request.ignoreDisagreement === true,
    samples: written.map(([sample, { image, mask, attributes, ignore }]) => ({
      id: sample.name,
      origin: sample.instance.origin,
      width: sample.instance.width,
      height: sample.instance.height,
      split: sample.split,
      standing: standingOf(sample.revision),
      group: sample.group,
      weight: weights.get(sample.name) ?? 1,
      image: { ...fileAt(image.path), pixelSha256: image.pixelSha256 },
      mask: mask && { ...fileAt(mask.path), areaPx: sample.revision.areaPx.lesion ?? 0 },
      attributes: attributes.map(({ segment, path }) => ({
        segment,
        ...fileAt(path),
        areaPx: sample.revision.areaPx[segment] ?? 0,
      })),
      ignore: ignore && {
        ...fileAt(ignore.path),
        areaPx: ignore.areaPx,
        disagreementPx: ignore.disagreementPx,
        parts: ignore.parts.map(({ segment, path }) => ({ segment, ...fileAt(path) })),
      },
      lineage: lineageEntries(request.library.revisions.lineage(sample.revision.id), numberOf),
      readings: sampleReadings(library, sample, numberOf),
    })),
    files: own.map(fileAt),
  };
  const manifestFile = await writeJson(join(folder, 'manifest.json'), manifest);
  for (const { path, sha256 } of files.values()) {
    if ((await hashFile(join(folder, path))).sha256 === sha256) continue;
    throw new AppError('write-failed', 'An exported file changed while the export was written.');
  }
  const receipt: ExportReceipt = {
    folder: output,
    samples: written.length,
    files: files.size + 1,
    bytes: [...files.values()].reduce((sum, { bytes }) => sum + bytes, manifestFile.bytes),
    manifestSha256: manifestFile.sha256,
    heldBack,
    withdrawn: withdrawn.length,
  };
  await writeJson(join(folder, 'receipt.json'), publicReceipt(receipt));
  for (const inside of new Set([...files.keys()].map((path) => dirname(path)))) {
    await syncFolder(join(folder, inside));
  }
  request.library.audit.append({
    actor: `reader ${request.reader}`,
    action: 'export.made',
    subject: request.format,
    facts: { samples: receipt.samples, manifestSha256: receipt.manifestSha256 },
  });
  await rename(folder, output);
  await syncFolder(dirname(output));
  return receipt;
}

/** The receipt as it leaves with the samples: no file names of the library, no folder. */
function publicReceipt(receipt: ExportReceipt): object {
  const { samples, files, bytes, manifestSha256, heldBack, withdrawn } = receipt;
  const pictures = new Map<string, number>();
  for (const { reason: code } of heldBack) {
    const reason = heldBackSentences[code];
    pictures.set(reason, (pictures.get(reason) ?? 0) + 1);
  }
  return {
    format: 'limen-receipt/1',
    samples,
    files,
    bytes,
    manifestSha256,
    withdrawn,
    heldBack: [...pictures].map(([reason, count]) => ({ reason, count })),
  };
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
