import { createReadStream } from 'node:fs';
import { Parser, type ReadEntry } from 'tar';
import type { UnpackTarget } from './unpack-target.js';

const files: ReadonlySet<string> = new Set(['File', 'OldFile', 'ContiguousFile']);
const folders: ReadonlySet<string> = new Set(['Directory', 'GNUDumpDir']);

/** Of a plain or gzip-compressed tar. @throws what the parser or the target throws. */
export async function unpackTar(path: string, target: UnpackTarget): Promise<void> {
  const failures: Error[] = [];
  let working = Promise.resolve();
  let wake = (): void => undefined;
  const fail = (thrown: unknown): void => {
    failures.push(thrown instanceof Error ? thrown : new Error(String(thrown)));
    wake();
  };
  const parser = new Parser({
    strict: true,
    // The target bounds the ratio, and says so; the parser would call the archive damaged.
    maxDecompressionRatio: Infinity,
    // Entries come one after the other; the bytes of the next wait until it is read.
    onReadEntry: (entry) => {
      working = working
        .then(() => (failures.length === 0 ? unpackEntry(entry, target) : undefined))
        .catch(fail)
        .finally(() => {
          // What nobody reads would keep the others from coming.
          entry.resume();
        });
    },
  });
  parser.on('ignoredEntry', (entry: ReadEntry) => {
    target.refuse(entry.path, 'It is neither a file nor a folder.');
  });
  parser.on('error', fail);
  parser.on('drain', () => {
    wake();
  });
  const ended = new Promise<void>((resolve) => {
    parser.on('end', () => {
      resolve();
    });
  });
  for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
    const drained = new Promise<void>((resolve) => {
      wake = resolve;
    });
    const flows = parser.write(chunk);
    if (failures.length > 0) break;
    if (!flows) await drained;
  }
  if (failures.length === 0) {
    const failed = new Promise<void>((resolve) => {
      wake = resolve;
    });
    parser.end();
    await Promise.race([ended, failed]);
  }
  await working;
  if (failures[0]) throw failures[0];
}

async function unpackEntry(entry: ReadEntry, target: UnpackTarget): Promise<void> {
  target.count(entry.path);
  if (folders.has(entry.type)) return;
  if (!files.has(entry.type)) target.refuse(entry.path, 'It is a link or a device, not a file.');
  else await target.write(entry.path, entry);
}
