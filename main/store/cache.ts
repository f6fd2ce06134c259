import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { systemErrorCode } from './atomic-write.js';

/** Some 25 renditions of 24 Mpx pictures. */
const defaultBudgetBytes = 2 * 1024 ** 3;

/** What of one frame of a picture is kept; ids only, so that names tell nothing. */
export interface CacheKey {
  instanceId: string;
  frame: number;
  /** `rendition`, `thumbnail-320` ... */
  kind: string;
}

/** Files that can be made again, the longest unused of which go when there are too many. */
export class Cache {
  readonly #folder: string;
  readonly #budgetBytes: number;
  readonly #inTheMaking = new Map<string, Promise<string>>();
  /** For what cannot be kept in the library: gone when it closes. */
  #spare: string | null = null;
  #writable: Promise<string> | null = null;

  constructor(folder: string, budgetBytes = defaultBudgetBytes) {
    this.#folder = folder;
    this.#budgetBytes = budgetBytes;
  }

  /**
   * Path of the file of this key. Where it is not there yet, `make` writes it, once for all who
   * ask at the same time.
   */
  async obtain(key: CacheKey, make: (path: string) => Promise<unknown>): Promise<string> {
    const name = `${key.instanceId}-${String(key.frame)}-${key.kind}`;
    const awaited = this.#inTheMaking.get(name);
    if (awaited) return awaited;
    const made = this.#touchOrMake(name, make).finally(() => this.#inTheMaking.delete(name));
    this.#inTheMaking.set(name, made);
    return made;
  }

  /** Removes all that is kept of an instance. */
  async forget(instanceId: string): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      if (name.startsWith(`${instanceId}-`)) await rm(join(this.#folder, name), { force: true });
    }
  }

  /** Removes what could not be kept in the library. */
  close(): void {
    if (this.#spare !== null) rmSync(this.#spare, { recursive: true, force: true });
  }

  async #touchOrMake(name: string, make: (path: string) => Promise<unknown>): Promise<string> {
    for (const folder of [this.#folder, ...(this.#spare === null ? [] : [this.#spare])]) {
      const path = join(folder, name);
      if (await isThere(path)) return path;
    }
    const folder = await (this.#writable ??= this.#findWritable());
    const path = join(folder, name);
    await make(path);
    await chmod(path, 0o600);
    await this.#evict(folder, path);
    return path;
  }

  /** A library on a medium that cannot be written is looked at all the same. */
  async #findWritable(): Promise<string> {
    try {
      // Only writing tells: permissions are not all that may forbid it.
      await rm(await mkdtemp(join(this.#folder, 'probe-')), { recursive: true });
      return this.#folder;
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      this.#spare = mkdtempSync(join(tmpdir(), 'limen-cache-'));
      return this.#spare;
    }
  }

  /** Removes the longest unused files beyond the budget, never the one just made. */
  async #evict(folder: string, keep: string): Promise<void> {
    const files = await Promise.all(
      (await readdir(folder)).map(async (name) => {
        const path = join(folder, name);
        const found = await stat(path).catch((thrown: unknown) => {
          if (systemErrorCode(thrown) === 'ENOENT') return null;
          throw thrown;
        });
        return { path, bytes: found?.size ?? 0, usedAtMs: found?.mtimeMs ?? 0 };
      }),
    );
    let excess = files.reduce((sum, { bytes }) => sum + bytes, 0) - this.#budgetBytes;
    for (const { path, bytes } of files.sort((a, b) => a.usedAtMs - b.usedAtMs)) {
      if (excess <= 0) return;
      if (path === keep || this.#isInTheMaking(path)) continue;
      await rm(path, { force: true });
      excess -= bytes;
    }
  }

  #isInTheMaking(path: string): boolean {
    return [...this.#inTheMaking.keys()].some((name) => basename(path).startsWith(name));
  }
}

/** Whether there is a file, which is then used last of all where that can be noted. */
async function isThere(path: string): Promise<boolean> {
  const now = new Date();
  try {
    await utimes(path, now, now);
    return true;
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return false;
    if (!isRefusal(thrown)) throw thrown;
    // It cannot be noted where nothing can be written.
    await stat(path);
    return true;
  }
}

function isRefusal(thrown: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes(systemErrorCode(thrown) ?? '');
}
