import { chmod, readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
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
    const path = join(this.#folder, name);
    const made = this.#touchOrMake(path, make).finally(() => this.#inTheMaking.delete(name));
    this.#inTheMaking.set(name, made);
    return made;
  }

  /** Removes all that is kept of an instance. */
  async forget(instanceId: string): Promise<void> {
    for (const name of await readdir(this.#folder)) {
      if (name.startsWith(`${instanceId}-`)) await rm(join(this.#folder, name), { force: true });
    }
  }

  async #touchOrMake(path: string, make: (path: string) => Promise<unknown>): Promise<string> {
    const now = new Date();
    try {
      await utimes(path, now, now);
      return path;
    } catch (thrown) {
      if (systemErrorCode(thrown) !== 'ENOENT') throw thrown;
    }
    await make(path);
    await chmod(path, 0o600);
    await this.#evict(path);
    return path;
  }

  /** Removes the longest unused files beyond the budget, never the one just made. */
  async #evict(keep: string): Promise<void> {
    const files = await Promise.all(
      (await readdir(this.#folder)).map(async (name) => {
        const path = join(this.#folder, name);
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
    return [...this.#inTheMaking.keys()].some((name) => path.startsWith(join(this.#folder, name)));
  }
}
