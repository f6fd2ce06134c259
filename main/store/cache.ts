import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemErrorCode } from './atomic-write.js';
import { CacheUse, namesIn } from './cache-use.js';

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
  readonly #use: CacheUse;
  readonly #inTheMaking = new Map<string, Promise<string>>();
  /** For what cannot be kept in the library: gone when it closes. */
  #spare: string | null = null;
  #writable: Promise<string> | null = null;
  /** Of the library's folder, which is listed once. */
  #names: Promise<Set<string>> | null = null;

  constructor(folder: string, budgetBytes = defaultBudgetBytes) {
    this.#folder = folder;
    this.#use = new CacheUse(budgetBytes);
  }

  /**
   * Path of the file of this key. Where it is not there yet, `make` writes it, once for all who
   * ask at the same time.
   */
  async obtain(key: CacheKey, make: (path: string) => Promise<unknown>): Promise<string> {
    const name = nameOf(key);
    const awaited = this.#inTheMaking.get(name);
    if (awaited) return awaited;
    const made = this.#touchOrMake(name, make).finally(() => this.#inTheMaking.delete(name));
    this.#inTheMaking.set(name, made);
    return made;
  }

  async has(key: CacheKey): Promise<boolean> {
    return (await this.#known()).has(nameOf(key));
  }

  /** Removes all that is kept of these instances. */
  async forget(instanceIds: ReadonlySet<string>): Promise<void> {
    const names = await this.#known();
    for (const name of [...names]) {
      const [, id = ''] = /^(.+)-\d+-[a-z]+(?:-\d+)?$/.exec(name) ?? [];
      if (instanceIds.has(id)) await this.#remove(this.#folder, name);
    }
  }

  /** Removes what could not be kept in the library. */
  close(): void {
    if (this.#spare !== null) rmSync(this.#spare, { recursive: true, force: true });
  }

  async #touchOrMake(name: string, make: (path: string) => Promise<unknown>): Promise<string> {
    for (const folder of [this.#folder, ...(this.#spare === null ? [] : [this.#spare])]) {
      const path = join(folder, name);
      if (!(await isThere(path))) continue;
      this.#use.used(name);
      return path;
    }
    const folder = await (this.#writable ??= this.#findWritable());
    const path = join(folder, name);
    await make(path);
    await chmod(path, 0o600);
    const { size } = await stat(path);
    if (folder === this.#folder) (await this.#known()).add(name);
    for (const unused of this.#use.made(folder, name, size)) {
      if (!this.#inTheMaking.has(unused)) await this.#remove(folder, unused);
    }
    return path;
  }

  async #remove(folder: string, name: string): Promise<void> {
    this.#use.removed(name);
    if (folder === this.#folder) (await this.#known()).delete(name);
    await rm(join(folder, name), { force: true });
  }

  /** A library on a medium that cannot be written is looked at all the same. */
  async #findWritable(): Promise<string> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      // Only writing tells: permissions are not all that may forbid it.
      await rm(await mkdtemp(join(this.#folder, 'probe-')), { recursive: true });
      return this.#folder;
    } catch (thrown) {
      if (!isRefusal(thrown)) throw thrown;
      this.#spare = mkdtempSync(join(tmpdir(), 'limen-cache-'));
      return this.#spare;
    }
  }

  #known(): Promise<Set<string>> {
    this.#names ??= namesIn(this.#folder).then((names) => new Set(names));
    return this.#names;
  }
}

function nameOf({ instanceId, frame, kind }: CacheKey): string {
  return `${instanceId}-${String(frame)}-${kind}`;
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
