import {
  createReadStream,
  fsync as fsyncWithCallback,
  mkdirSync,
  openSync,
  closeSync,
  fsyncSync,
  readdirSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { systemErrorCode, writeFailure } from '../atomic-write.js';
import { readLine, schemaLine, writeLine, type RowRecord } from './record-lines.js';

const fsync = promisify(fsyncWithCallback);

/** A file that is longer is not written on. */
const maxFileBytes = 16 * 1024 ** 2;
const completeName = 'complete';

/**
 * The folder of a library's records: numbered generations, each a folder of numbered files of lines
 * that are only ever appended to. A generation that is complete makes the earlier ones unneeded.
 */
export class RecordFiles {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** In rising order. */
  generations(): number[] {
    return numbered(this.#folder, /^(\d+)$/);
  }

  /** Appends lines and returns when they are on the disk. @throws AppError `disk-full`, `write-failed` */
  append(generation: number, schema: number, records: readonly RowRecord[]): void {
    try {
      const file = this.#write(generation, schema, records);
      try {
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    } catch (thrown) {
      throw writeFailure(thrown);
    }
  }

  /** As `append`, but only the promise waits for the disk: the process goes on meanwhile. */
  async appendMeanwhile(
    generation: number,
    schema: number,
    records: readonly RowRecord[],
  ): Promise<void> {
    try {
      const file = this.#write(generation, schema, records);
      try {
        await fsync(file);
      } finally {
        closeSync(file);
      }
    } catch (thrown) {
      throw writeFailure(thrown);
    }
  }

  /** @returns the file they were appended to, open and not yet flushed to the disk */
  #write(generation: number, schema: number, records: readonly RowRecord[]): number {
    const folder = join(this.#folder, String(generation));
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const newest = numbered(folder, /^(\d{6})\.jsonl$/).at(-1) ?? 1;
    const isFull = sizeOf(join(folder, fileName(newest))) > maxFileBytes;
    const path = join(folder, fileName(isFull ? newest + 1 : newest));
    const isNew = sizeOf(path) === 0;
    const lines = records.map(writeLine);
    if (isNew) lines.unshift(writeLine({ table: schemaLine, key: [schema], row: null }));
    const file = openSync(path, 'a', 0o600);
    try {
      // On a line of its own, whatever a process that was killed has left behind.
      writeSync(file, `\n${lines.join('\n')}\n`);
      if (isNew) syncFolderNow(folder);
      return file;
    } catch (thrown) {
      closeSync(file);
      throw thrown;
    }
  }

  /** All of this generation is written: the earlier ones go. */
  complete(generation: number): void {
    try {
      closeSync(openSync(join(this.#folder, String(generation), completeName), 'a', 0o600));
      for (const earlier of this.generations()) {
        if (earlier >= generation) continue;
        rmSync(join(this.#folder, String(earlier)), { recursive: true, force: true });
      }
      syncFolderNow(this.#folder);
    } catch (thrown) {
      throw writeFailure(thrown);
    }
  }

  /** Every line in the order it was written; null for one that was cut off or altered. */
  async *read(): AsyncGenerator<RowRecord | null> {
    for (const generation of this.generations()) {
      const folder = join(this.#folder, String(generation));
      for (const number of numbered(folder, /^(\d{6})\.jsonl$/)) {
        const input = createReadStream(join(folder, fileName(number)), 'utf8');
        for await (const line of createInterface({ input, crlfDelay: Infinity })) {
          if (line !== '') yield readLine(line);
        }
      }
    }
  }
}

function fileName(number: number): string {
  return `${String(number).padStart(6, '0')}.jsonl`;
}

function numbered(folder: string, pattern: RegExp): number[] {
  try {
    return readdirSync(folder)
      .flatMap((name) => pattern.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((a, b) => a - b);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return [];
    throw thrown;
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** Makes names durable. Windows has no such act and needs none. */
function syncFolderNow(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
