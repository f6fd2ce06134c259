import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { importFiles } from '../../main/store/import/import-files.js';
import { openLibrary } from '../../main/store/open-library.js';
import { createWorkerHost } from '../../main/worker/host.js';
import { childProcessFork } from '../../main/worker/worker-process.js';

export interface ImportBenchOptions {
  /** Folder of JPEG pictures. */
  images: string;
  /** How many pictures to import: the folder's over and over, each time with other bytes. */
  count: number;
  workerFile: string;
  /** The script that does the least (bare-import.mjs). */
  bareFile: string;
}

interface Row {
  what: string;
  seconds: number;
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
    const bare = await timeBare(paths, options.bareFile);
    const { row, delayMs } = await timeImport(folder, inbox, options.workerFile);
    return [
      `${String(paths.length)} pictures, ${String(availableParallelism())} cores`,
      ...[bare, row].map(
        ({ what, seconds }) =>
          `${what.padEnd(36)} ${seconds.toFixed(1).padStart(7)} s ` +
          `${(paths.length / seconds).toFixed(0).padStart(6)} pictures/s`,
      ),
      `import / bare throughput ${(bare.seconds / row.seconds).toFixed(2)}`,
      `main's event loop waits: p50 ${delayMs.p50.toFixed(1)}, p99 ${delayMs.p99.toFixed(1)}, ` +
        `most ${delayMs.max.toFixed(1)} ms`,
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
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

async function timeBare(paths: readonly string[], file: string): Promise<Row> {
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
  const seconds = (performance.now() - begun) / 1000;
  return { what: 'hash, header and thumbnail alone', seconds };
}

async function timeImport(folder: string, inbox: string, workerFile: string) {
  const library = await openLibrary(join(folder, 'library'));
  const worker = createWorkerHost({ fork: childProcessFork(workerFile) });
  const delay = monitorEventLoopDelay({ resolution: 5 });
  try {
    delay.enable();
    const begun = performance.now();
    const paths = [inbox];
    const result = await importFiles({ library, worker, paths, jobId: 'bench' });
    const seconds = (performance.now() - begun) / 1000;
    delay.disable();
    if (result.refused > 0) throw new Error(`refused: ${JSON.stringify(result.refusals[0])}`);
    const ms = (nanoseconds: number): number => nanoseconds / 1e6;
    return {
      row: { what: 'import into a library', seconds },
      delayMs: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), max: ms(delay.max) },
    };
  } finally {
    await worker.close();
    library.close();
  }
}
