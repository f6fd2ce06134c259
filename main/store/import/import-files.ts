import { basename } from 'node:path';
import type { ImportProgress, Instance, PictureFacts, Refusal } from '../../../shared/domain.js';
import type { WorkerHost } from '../../worker/protocol.js';
import { hashFile } from '../blobs.js';
import type { Source } from '../identity.js';
import type { Library } from '../library.js';
import { importFile } from './import-file.js';
import type { PlannedSample } from './import-plan.js';
import { ProgressCounts } from './import-progress.js';
import {
  addImportedMasks,
  compareImportedMasks,
  readMasks,
  type Addition,
} from './imported-masks.js';
import { listFiles } from './list-files.js';
import type { Metadata } from './metadata-table.js';
import { planImport } from './plan-import.js';
import { refusalOf } from './refusal.js';

export interface ImportRequest {
  worker: WorkerHost;
  /** Files and folders. */
  paths: readonly string[];
  jobId: string;
  /** What a table says of the pictures. */
  metadata?: Metadata | undefined;
  /** Files among the paths that are no pictures, as the table's own. */
  passOver?: readonly string[];
  /** Where pictures and masks come from, as stated by who imports them. */
  source?: Source | undefined;
  onProgress?: (progress: ImportProgress) => void;
  signal?: AbortSignal;
}

export interface ImportIntoLibrary extends ImportRequest {
  library: Library;
  /** Each new picture, once its row is there. */
  onImported?: (instance: Instance) => void;
}

/**
 * Imports files and all files of folders, one after the other, with the masks that belong to them
 * (import-plan.ts). A file whose bytes the library has is counted as a duplicate and masks it has
 * are left alone, so an import that was cut short is resumed by starting it again.
 * The progress returned, and given last, is `finished`, `cancelled` or `failed`.
 *
 * @throws AppError for what concerns all files: `disk-full`, `write-failed`, `library-read-only`,
 * `library-damaged`, `too-large`; `failed` was given to onProgress before.
 */
export async function importFiles(request: ImportIntoLibrary): Promise<ImportProgress> {
  return forEachSample(request, async (sample, counts) => {
    request.library.requireWritable();
    await importSample(sample, request, counts);
  });
}

/**
 * Does everything an import does but the writing: each picture's header is read, each mask is
 * read and compared with its picture. The counts are what an import would come to.
 * @param request.library null where there is none yet
 */
export async function tryImport(
  request: ImportRequest & { library: Library | null },
): Promise<ImportProgress> {
  const { library, worker, signal } = request;
  const seen = new Set<string>();
  return forEachSample(request, async (sample, counts) => {
    const { sha256 } = await hashFile(sample.path, signal);
    const known = library?.instances.findBySha256(sha256) ?? null;
    const options = { lane: 'batch' as const, ...(signal && { signal }) };
    const size = known ?? (await worker.run('inspect', { path: sample.path }, options));
    const { masks, refusals } = await readMasks(sample, size, worker, signal);
    for (const refusal of refusals) counts.note(refusal);
    const addition =
      library && known
        ? compareImportedMasks(library, known, masks, basename(sample.path))
        : { kind: 'revision' as const };
    if (addition.kind === 'refused') counts.note(maskRefusal(sample, addition.reason));
    request.metadata?.of(sample.path);
    const added = addition.kind === 'revision' ? masks.length : 0;
    counts.picture(known || seen.has(sha256) ? 'duplicates' : 'imported', added);
    seen.add(sha256);
  });
}

async function importSample(
  sample: PlannedSample,
  { library, worker, metadata, source, onImported, signal }: ImportIntoLibrary,
  counts: ProgressCounts,
): Promise<void> {
  const { instance, known } = await importFile(library, worker, {
    path: sample.path,
    fileName: basename(sample.path),
    origin: 'imported',
    ...(signal && { signal }),
  });
  recordFacts(library, instance, sample, { metadata, source });
  const { masks, refusals } = await readMasks(sample, instance, worker, signal);
  for (const refusal of refusals) counts.note(refusal);
  const addition: Addition =
    masks.length === 0
      ? { kind: 'nothing' }
      : compareImportedMasks(library, instance, masks, basename(sample.path));
  if (addition.kind === 'refused') counts.note(maskRefusal(sample, addition.reason));
  const isNew = addition.kind === 'revision';
  if (isNew) {
    const origin = { layout: sample.layout, source: source ?? null };
    addImportedMasks(library, instance.id, addition, origin);
  }
  counts.picture(known ? 'duplicates' : 'imported', isNew ? masks.length : 0);
  if (!known) onImported?.(instance);
}

/** Under another name, the same bytes add only what was not known of them before. */
function recordFacts(
  { identity }: Library,
  { id, fileName }: Instance,
  { path, split: ofLayout }: PlannedSample,
  { metadata, source }: Pick<ImportRequest, 'metadata' | 'source'>,
): void {
  const stated = metadata?.of(path);
  const facts: Partial<PictureFacts> = { ...stated, split: stated?.split ?? ofLayout };
  if (basename(path) !== fileName) {
    identity.recordOtherName(id, basename(path), facts.split ?? null);
    for (const [key, value] of Object.entries(identity.facts(id))) {
      if (value !== null) Object.assign(facts, { [key]: null });
    }
  }
  identity.record(id, facts, source ?? null);
}

function maskRefusal({ masks, path }: PlannedSample, reason: string): Refusal {
  return { fileName: masks[0]?.fileName ?? basename(path), code: 'mask-unfit', reason };
}

/** Lists and plans, then does `act` to one sample after the other, whatever lies with one file. */
async function forEachSample(
  request: ImportRequest,
  act: (sample: PlannedSample, counts: ProgressCounts) => Promise<void>,
): Promise<ImportProgress> {
  const { signal } = request;
  const counts = new ProgressCounts(request.jobId, request.onProgress);
  try {
    const listed = await listFiles(request.paths, signal);
    const passOver = new Set(request.passOver);
    const { samples, refusals } = await planImport(
      listed.files.filter((path) => !passOver.has(path)),
    );
    const refused = [...listed.refusals, ...refusals];
    counts.begin(samples.length + refused.length);
    for (const refusal of refused) counts.refuse(refusal);
    for (const sample of samples) {
      if (signal?.aborted) break;
      try {
        await act(sample, counts);
      } catch (thrown) {
        if (signal?.aborted) break;
        counts.refuse(refusalOf(sample.path, thrown));
      }
    }
  } catch (thrown) {
    if (!signal?.aborted) {
      counts.end('failed');
      throw thrown;
    }
  }
  return counts.end(signal?.aborted ? 'cancelled' : 'finished');
}
