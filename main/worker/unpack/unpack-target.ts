import { mkdir, open, rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../../../shared/errors.js';
import type { RefusedEntry } from '../protocol.js';
import { archiveKind, kindBytes } from './archive-kind.js';
import { printableName, readEntryPath } from './entry-path.js';

/** How much an archive may come to. */
export interface UnpackLimits {
  entries: number;
  entryBytes: number;
  totalBytes: number;
  /** Unpacked bytes to one packed byte, over all entries so far ... */
  ratio: number;
  /** ... once this much is unpacked: a few small files compress well without malice. */
  ratioFromBytes: number;
}

/** A thousand times what pictures compress by; the largest sets of pictures are about this big. */
export const usualLimits: UnpackLimits = {
  entries: 200_000,
  entryBytes: 2 * 1024 ** 3,
  totalBytes: 256 * 1024 ** 3,
  ratio: 100,
  ratioFromBytes: 64 * 1024 ** 2,
};

/** Taken at this size to be more than an archive's list of names. */
const pieceBytes = 1 << 20;

/**
 * Where the entries of one archive are written: a folder that was empty before, in which nothing but
 * plain files and folders is made, each file once. An entry that must not be written is refused by
 * name; an archive that is too much as a whole ends in an error.
 */
export class UnpackTarget {
  readonly refused: RefusedEntry[] = [];
  readonly #folder: string;
  readonly #archiveBytes: number;
  readonly #limits: UnpackLimits;
  #entries = 0;
  #files = 0;
  #bytes = 0;

  /** @param archiveBytes size of the archive's file */
  constructor(folder: string, archiveBytes: number, limits: UnpackLimits) {
    this.#folder = folder;
    this.#archiveBytes = archiveBytes;
    this.#limits = limits;
  }

  get files(): number {
    return this.#files;
  }

  refuse(name: string, reason: string, code: RefusedEntry['code'] = 'unsupported-format'): void {
    this.refused.push({ name: printableName(name), code, reason });
  }

  /** @throws AppError `too-large` for an archive of more entries than an import takes. */
  count(name: string): void {
    this.#entries += 1;
    if (this.#entries <= this.#limits.entries) return;
    throw tooLarge(name, `is one of more than ${String(this.#limits.entries)}`);
  }

  /**
   * Writes an entry's bytes where its name says, or refuses it and leaves its bytes unread.
   * @throws AppError `too-large` naming the entry, a system error, or what `bytes` throws
   */
  async write(name: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
    const path = readEntryPath(name);
    if ('refusal' in path) {
      this.refuse(name, path.refusal);
      return;
    }
    const target = join(this.#folder, ...path.parts);
    if (!target.startsWith(this.#folder + sep)) {
      throw new AppError('internal', 'An entry of an archive would be written elsewhere.');
    }
    const file = await this.#create(target);
    if (file === null) {
      this.refuse(name, 'Another entry has the same name.');
      return;
    }
    let kind: ReturnType<typeof archiveKind> = null;
    try {
      let written = 0;
      for await (const piece of inPieces(bytes)) {
        if (written === 0) kind = archiveKind(piece.subarray(0, kindBytes));
        if (kind !== null) break;
        written += piece.length;
        this.#spend(name, written, piece.length);
        await file.writeFile(piece);
      }
    } finally {
      await file.close();
    }
    if (kind === null) {
      this.#files += 1;
      return;
    }
    await rm(target);
    this.refuse(name, 'It is an archive inside an archive. Unpack it and import what is in it.');
  }

  /** Null where there is a file of that name, or where a file is in the place of its folder. */
  async #create(target: string) {
    try {
      await mkdir(join(target, '..'), { recursive: true, mode: 0o700 });
      return await open(target, 'wx', 0o600);
    } catch (thrown) {
      const code = thrown instanceof Error && 'code' in thrown ? thrown.code : null;
      if (code === 'EEXIST' || code === 'ENOTDIR' || code === 'EISDIR') return null;
      throw thrown;
    }
  }

  #spend(name: string, ofEntry: number, more: number): void {
    const { entryBytes, totalBytes, ratio, ratioFromBytes } = this.#limits;
    this.#bytes += more;
    if (ofEntry > entryBytes) throw tooLarge(name, `is larger than ${megabytes(entryBytes)}`);
    if (this.#bytes > totalBytes) throw tooLarge(name, `goes beyond ${megabytes(totalBytes)}`);
    if (this.#bytes > ratioFromBytes && this.#bytes > ratio * this.#archiveBytes) {
      throw tooLarge(name, `unpacks to more than ${String(ratio)} times its size`);
    }
  }
}

function megabytes(bytes: number): string {
  return `${String(Math.floor(bytes / 1024 ** 2))} MB`;
}

function tooLarge(name: string, what: string): AppError {
  return new AppError(
    'too-large',
    `The archive was not unpacked: its entry ${printableName(name)} ${what}. Where you trust it, ` +
      'unpack it yourself and import the folder.',
  );
}

/** The first piece holds what tells the kind of the file, however small the pieces come. */
async function* inPieces(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let held: Uint8Array[] = [];
  let size = 0;
  let first = true;
  for await (const piece of bytes) {
    held.push(piece);
    size += piece.length;
    if (size < (first ? kindBytes : pieceBytes)) continue;
    yield Buffer.concat(held);
    [held, size, first] = [[], 0, false];
  }
  if (size > 0) yield Buffer.concat(held);
}
