import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transformer } from '@napi-rs/image';
import { onTestFinished } from 'vitest';
import type { Instance, ModelReference, SegmentMask } from '../../../shared/domain.js';
import { encodeMask, maskFromPixels, type RunLengthMask } from '../../../shared/labelmap.js';
import type { CommandIo } from '../../../main/cli/command.js';
import type { Library } from '../../../main/store/library.js';
import type { NewProposal } from '../../../main/store/proposals.js';
import { openLibrary, type OpenOptions } from '../../../main/store/open-library.js';
import type { JobInput, JobKind, JobOutput, WorkerHost } from '../../../main/worker/protocol.js';
import { dicomJobs } from '../../../main/worker/dicom-jobs.js';
import { pictureJobs } from '../../../main/worker/picture-jobs.js';
import { unpack } from '../../../main/worker/unpack/job.js';
import { AppError } from '../../../shared/errors.js';

/** A folder of the test's own, gone afterwards. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'limen-store-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** Opens a library and closes it at the end of the test, unless the test did. */
export async function openForTest(folder: string, options?: OpenOptions): Promise<Library> {
  const library = await openLibrary(folder, options);
  onTestFinished(() => {
    if (library.database.isOpen) library.close();
  });
  return library;
}

export const pictureSize = { width: 40, height: 30 };

/** A row without a file, for tests that need no pixels of the picture. */
export function insertInstance(library: Library, change: Partial<Instance> = {}): Instance {
  const sha256 = change.sha256 ?? randomHex();
  return library.instances.insert({
    fileName: 'picture.png',
    format: 'png',
    ...pictureSize,
    frames: 1,
    bitsStored: 8,
    orientation: 1,
    origin: 'imported',
    burnedInAnnotation: 'not-applicable',
    spacingMm: null,
    attributes: [],
    ...change,
    sha256,
  });
}

function randomHex(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return Buffer.from(bytes).toString('hex');
}

/** A filled rectangle. */
export function rectangle(
  left: number,
  top: number,
  right: number,
  bottom: number,
  { width, height } = pictureSize,
): RunLengthMask {
  const pixels = new Uint8Array(width * height);
  for (let row = top; row < bottom; row += 1) {
    pixels.fill(1, row * width + left, row * width + right);
  }
  return maskFromPixels(pixels, width, height);
}

export function lesion(mask: RunLengthMask): SegmentMask[] {
  return [{ segment: 'lesion', mask: encodeMask(mask) }];
}

export const model: ModelReference = { id: 'tiny', version: '1.0.0', sha256: 'a'.repeat(64) };

/** Stores a proposal of `mask` and returns it. */
export function insertProposal(
  library: Library,
  instanceId: string,
  mask: RunLengthMask,
  change: Partial<NewProposal> = {},
) {
  return library.proposals.insert({
    instanceId,
    frame: 0,
    model,
    provider: 'cpu',
    confidence: 0.75,
    threshold: 0.5,
    decodeMs: 1,
    runMs: 2,
    probability: { width: 4, height: 2, values: Uint8Array.from({ length: 16 }, (_, i) => i) },
    mask: encodeMask(mask),
    ...change,
  });
}

/** Runs the real picture jobs in this process, so that tests need no built worker. */
export const pictureWorker: WorkerHost = {
  run<Kind extends JobKind>(kind: Kind, input: JobInput<Kind>): Promise<JobOutput<Kind>> {
    const jobs: Partial<{ [Key in JobKind]: (input: JobInput<Key>) => Promise<JobOutput<Key>> }> = {
      ...pictureJobs,
      ...dicomJobs,
      unpack: (asked) => unpack(asked),
    };
    const job = jobs[kind];
    if (!job) return Promise.reject(new AppError('internal', `no ${kind} in this test`));
    return job(input);
  },
  queued: () => 0,
  close: () => Promise.resolve(),
};

/** A PNG of coloured noise; the same seed makes the same bytes. */
export async function noisePng(seed: number, { width, height } = pictureSize): Promise<Buffer> {
  const rgba = new Uint8Array(4 * width * height);
  let state = seed + 1;
  for (let index = 0; index < rgba.length; index += 1) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    rgba[index] = index % 4 === 3 ? 255 : state % 256;
  }
  return Transformer.fromRgbaPixels(rgba, width, height).png();
}

export async function writeNoisePng(path: string, seed: number): Promise<string> {
  await writeFile(path, await noisePng(seed));
  return path;
}

/** For a command that is run on a library: what it prints and notes is kept. */
export function recordingIo(): { io: CommandIo; printed: string[]; noted: string[] } {
  const [printed, noted]: [string[], string[]] = [[], []];
  const io: CommandIo = {
    print: (line) => printed.push(line),
    note: (line) => noted.push(line),
    workers: () => pictureWorker,
    newWorkers: () => pictureWorker,
    models: { shipped: '', added: '' },
    signal: new AbortController().signal,
  };
  return { io, printed, noted };
}
