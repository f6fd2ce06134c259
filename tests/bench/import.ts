import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { importFiles } from '../../main/store/import/import-files.js';
import { openLibrary } from '../../main/store/open-library.js';
import { createWorkerHost } from '../../main/worker/host.js';
import { childProcessFork } from '../../main/worker/worker-process.js';
import { median } from './median.js';
import { stolenTime } from './stolen-time.js';

export interface ImportBenchOptions {
  /** Folder of JPEG pictures. */
  images: string;
  /** How many pictures to import: the folder's over and over, each time with other bytes. */
  count: number;
  workerFile: string;
  /** The script that does the least (bare-import.mjs). */
  bareFile: string;
  /** How often both are timed, one after the other: a machine's speed changes from minute to minute. */
  rounds: number;
}

interface Round {
  bareSeconds: number;
  importSeconds: number;
  /** Waits of main's event loop, in milliseconds. */
  delayMs: { p50: number; p99: number; max: number };
}

/**
 * Imports pictures into a new library beside hashing, reading the header and making the thumbnail of
 * the same files with the same decoder on all cores, and watches how long main's event loop waits.
 * @returns the table, line by line
 */
export async function measureImport(options: ImportBenchOptions): Promise<string[]> {
  const folder = await mkdtemp(join(tmpdir(), 'limen-bench-import-'));
  try {
    const inbox = join(folder, 'inbox');
    const paths = await fill(inbox, options);
    // Once without looking at the clock, so that both find the files in memory.
    for (const path of paths) await readFile(path);
    const stolen = await stolenTime();
    const rounds: Round[] = [];
    for (let round = 0; round < options.rounds; round += 1) {
      const bareSeconds = await timeBare(paths, options.bareFile);
      // Left where it is until the end: a file system without a journal searches long for places that
      // were not given up within the last minute.
      const library = join(folder, `library-${String(round)}`);
      rounds.push({ bareSeconds, ...(await timeImport(library, inbox, options.workerFile)) });
    }
    return [
      ...importTable(paths.length, rounds),
      `taken by other machines on the same host: ${await stolen()} of the busy time`,
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Each round's throughputs with their ratio, then the medians. */
function importTable(pictures: number, rounds: readonly Round[]): string[] {
  const perSecond = (seconds: number): string => (pictures / seconds).toFixed(0).padStart(8);
  const ratio = ({ bareSeconds, importSeconds }: Round): number => bareSeconds / importSeconds;
  const line = (what: string, bare: number, ours: number, share: number): string =>
    `${what.padEnd(12)}${perSecond(bare)}${perSecond(ours)}${share.toFixed(2).padStart(8)}`;
  const middle = (value: (round: Round) => number): number => median(rounds.map(value));
  const waits = (which: keyof Round['delayMs']): string =>
    middle(({ delayMs }) => delayMs[which]).toFixed(1);
  return [
    `${String(pictures)} pictures, ${String(availableParallelism())} cores; pictures a second of hash,`,
    'header and thumbnail alone (bare) and of an import into a new library',
    `${''.padEnd(12)}${'bare'.padStart(8)}${'import'.padStart(8)}${'ratio'.padStart(8)}`,
    ...rounds.map((round, index) =>
      line(`round ${String(index + 1)}`, round.bareSeconds, round.importSeconds, ratio(round)),
    ),
    line(
      'median',
      middle(({ bareSeconds }) => bareSeconds),
      middle(({ importSeconds }) => importSeconds),
      middle(ratio),
    ),
    `main's event loop waits: p50 ${waits('p50')}, p99 ${waits('p99')}, most ${waits('max')} ms`,
  ];
}

/** Copies that differ in a comment, so that no two are the same picture to the library. */
async function fill(inbox: string, { images, count }: ImportBenchOptions): Promise<string[]> {
  await mkdir(inbox);
  const names = (await readdir(images)).filter((name) => name.endsWith('.jpg')).sort();
  const paths: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const bytes = await readFile(join(images, names[index % names.length] ?? ''));
    const comment = Buffer.alloc(12);
    comment.writeUInt16BE(0xfffe, 0);
    comment.writeUInt16BE(10, 2);
    comment.writeUInt32BE(index, 4);
    const path = join(inbox, `picture-${String(index).padStart(6, '0')}.jpg`);
    await writeFile(path, Buffer.concat([bytes.subarray(0, 2), comment, bytes.subarray(2)]));
    paths.push(path);
  }
  return paths;
}

async function timeBare(paths: readonly string[], file: string): Promise<number> {
  const cores = availableParallelism();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: cores }, (_, core) => {
      const share = paths.filter((_path, index) => index % cores === core);
      return new Promise<void>((resolve, reject) => {
        const worker = new Worker(file, { workerData: share });
        worker.once('error', reject);
        worker.once('exit', () => {
          resolve();
        });
      });
    }),
  );
  return (performance.now() - begun) / 1000;
}

async function timeImport(
  libraryFolder: string,
  inbox: string,
  workerFile: string,
): Promise<Omit<Round, 'bareSeconds'>> {
  const library = await openLibrary(libraryFolder);
  const worker = createWorkerHost({ fork: childProcessFork(workerFile) });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  try {
    delay.enable();
    const begun = performance.now();
    const paths = [inbox];
    const result = await importFiles({ library, worker, paths, jobId: 'bench' });
    const importSeconds = (performance.now() - begun) / 1000;
    delay.disable();
    if (result.refused > 0) throw new Error(`refused: ${JSON.stringify(result.refusals[0])}`);
    const ms = (nanoseconds: number): number => nanoseconds / 1e6;
    return {
      importSeconds,
      delayMs: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) },
    };
  } finally {
    await worker.close();
    library.close();
  }
}
