import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, readFile, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.js';
import {
  replaceFile,
  syncFolder,
  systemErrorCode,
  temporaryPath,
  writeFailure,
  type WriteOptions,
} from './atomic-write.js';
import { sha256Of } from './stored-mask.js';

/** sha256 and size of a file, read as a stream. */
export async function hashFile(
  path: string,
  signal?: AbortSignal,
): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const chunks: AsyncIterable<Buffer> = createReadStream(path, signal ? { signal } : {});
  for await (const chunk of chunks) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/** Files named by the sha256 of their bytes: originals and probability maps. */
export class Blobs {
  /** Holds each file as `<first two digits>/<sha256>`. */
  readonly folder: string;

  /** Whether all 256 folders are known to be there. */
  #hasFolders = false;

  /** @param folder the library's `blobs` folder, which exists */
  constructor(folder: string) {
    this.folder = folder;
  }

  /** Where the bytes of this hash lie, or would lie. */
  path(sha256: string): string {
    return join(this.folder, sha256.slice(0, 2), sha256);
  }

  async has(sha256: string): Promise<boolean> {
    const found = await stat(this.path(sha256)).catch((thrown: unknown) => {
      if (systemErrorCode(thrown) === 'ENOENT') return null;
      throw thrown;
    });
    return found?.isFile() ?? false;
  }

  /** Keeps bytes; known ones are kept once. Returns their sha256. */
  async storeBytes(bytes: Uint8Array, options?: WriteOptions): Promise<string> {
    const sha256 = sha256Of(bytes);
    if (await this.#intact(sha256)) return sha256;
    await this.#put(sha256, (file) => file.writeFile(bytes), options);
    return sha256;
  }

  /** A name beside the kept files for one that is to be adopted. */
  temporary(): string {
    return temporaryPath(this.folder);
  }

  /**
   * Makes all folders at once, where many files are to come: one by one, each has the folder around
   * it synced.
   * @throws AppError `disk-full` or `write-failed`
   */
  async makeFolders(): Promise<void> {
    if (this.#hasFolders) return;
    try {
      const names = Array.from({ length: 256 }, (_, first) => first.toString(16).padStart(2, '0'));
      const made = await Promise.all(names.map((name) => makeFolder(join(this.folder, name))));
      if (made.includes(true)) await syncFolder(this.folder);
      this.#hasFolders = true;
    } catch (thrown) {
      throw writeFailure(thrown);
    }
  }

  /**
   * Gives files beside, which were synced and compared with their sha256, the names of kept ones,
   * and syncs their folders once.
   * @throws AppError `disk-full` or `write-failed`
   */
  async adopt(files: readonly { temporary: string; sha256: string }[]): Promise<void> {
    try {
      const folders = new Set(files.map(({ sha256 }) => dirname(this.path(sha256))));
      const made = this.#hasFolders ? [] : await Promise.all([...folders].map(makeFolder));
      for (const { temporary, sha256 } of files) await rename(temporary, this.path(sha256));
      await Promise.all([...folders].map(syncFolder));
      if (made.includes(true)) await syncFolder(this.folder);
    } catch (thrown) {
      throw writeFailure(thrown);
    }
  }

  /** @throws AppError `library-damaged` when the bytes are missing or altered. */
  async read(sha256: string): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = await readFile(this.path(sha256)).catch((thrown: unknown) => {
      throw damaged(sha256, 'cannot be read', thrown);
    });
    if (sha256Of(bytes) !== sha256) throw damaged(sha256, 'was altered');
    return new Uint8Array(bytes);
  }

  /** Path of bytes proved unaltered. @throws AppError `library-damaged` as read does. */
  async verifiedPath(sha256: string, signal?: AbortSignal): Promise<string> {
    const path = this.path(sha256);
    const found = await hashFile(path, signal).catch((thrown: unknown) => {
      if (signal?.aborted) throw thrown;
      throw damaged(sha256, 'cannot be read', thrown);
    });
    if (found.sha256 !== sha256) throw damaged(sha256, 'was altered');
    return path;
  }

  /** Removes bytes that no row refers to. */
  async remove(sha256: string): Promise<void> {
    await rm(this.path(sha256), { force: true });
  }

  /** Names of all files below the folder, as `<2 hex>/<name>`. */
  async list(): Promise<string[]> {
    const names: string[] = [];
    for (const folder of await readdir(this.folder, { withFileTypes: true })) {
      if (!folder.isDirectory()) names.push(folder.name);
      else {
        const inside = await readdir(join(this.folder, folder.name));
        names.push(...inside.map((name) => `${folder.name}/${name}`));
      }
    }
    return names.sort();
  }

  /** A known name is trusted only while its bytes are: an altered file is replaced. */
  async #intact(sha256: string): Promise<boolean> {
    if (!(await this.has(sha256))) return false;
    return (await hashFile(this.path(sha256))).sha256 === sha256;
  }

  async #put(
    sha256: string,
    fill: Parameters<typeof replaceFile>[1],
    options?: WriteOptions,
  ): Promise<void> {
    const path = this.path(sha256);
    if (await makeFolder(dirname(path))) await syncFolder(this.folder);
    const compare = async (temporary: string): Promise<void> => {
      if ((await hashFile(temporary)).sha256 === sha256) return;
      throw new AppError('write-failed', 'A file read back differs. Check the disk.');
    };
    await replaceFile(path, fill, compare, options);
  }
}

/** @returns whether it was not there */
async function makeFolder(folder: string): Promise<boolean> {
  return (await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined;
}

function damaged(sha256: string, what: string, cause?: unknown): AppError {
  return new AppError(
    'library-damaged',
    `The stored file ${sha256.slice(0, 12)} ${what}. Run "limen verify" on the library and import ` +
      'the file again.',
    { cause },
  );
}
