import { mkdtempSync, rmSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, stat, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
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
  /** For what cannot be kept in the library: gone when it closes. */
  #spare: string | null = null;
  #writable: Promise<string> | null = null;
  /** Bytes by name, the longest unused first: the folder is looked through once, not at each write. */
  #files: Promise<Map<string, number>> | null = null;

  constructor(folder: string, budgetBytes = defaultBudgetBytes) {
    this.#folder = folder;
    this.#budgetBytes = budgetBytes;
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
    return (await this.#known(this.#folder)).has(nameOf(key));
  }

  /** Removes all that is kept of these instances. */
  async forget(instanceIds: ReadonlySet<string>): Promise<void> {
    const files = await this.#known(this.#folder);
    for (const name of [...files.keys()]) {
      const [, id = ''] = /^(.+)-\d+-[a-z]+(?:-\d+)?$/.exec(name) ?? [];
      if (!instanceIds.has(id)) continue;
      files.delete(name);
      await rm(join(this.#folder, name), { force: true });
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
      const files = await this.#known(folder);
      use(files, name, files.get(name) ?? (await stat(path)).size);
      return path;
    }
    const folder = await (this.#writable ??= this.#findWritable());
    const path = join(folder, name);
    await make(path);
    await chmod(path, 0o600);
    const files = await this.#known(folder);
    use(files, name, (await stat(path)).size);
    await this.#evict(folder, name, files);
    return path;
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

  /** Removes the longest unused files beyond the budget, never the one just made. */
  async #evict(folder: string, keep: string, files: Map<string, number>): Promise<void> {
    let excess = -this.#budgetBytes;
    for (const bytes of files.values()) excess += bytes;
    for (const [name, bytes] of excess > 0 ? [...files] : []) {
      if (excess <= 0) return;
      if (name === keep || this.#inTheMaking.has(name)) continue;
      files.delete(name);
      await rm(join(folder, name), { force: true });
      excess -= bytes;
    }
  }

  /** Of the folder that is written to, which is one for as long as the library is open. */
  #known(folder: string): Promise<Map<string, number>> {
    this.#files ??= lookThrough(folder);
    return this.#files;
  }
}

function nameOf({ instanceId, frame, kind }: CacheKey): string {
  return `${instanceId}-${String(frame)}-${kind}`;
}

/** A map remembers the order in which its names were put in. */
function use(files: Map<string, number>, name: string, bytes: number): void {
  files.delete(name);
  files.set(name, bytes);
}

async function lookThrough(folder: string): Promise<Map<string, number>> {
  const found: { name: string; bytes: number; usedAtMs: number }[] = [];
  const names = await readdir(folder).catch((thrown: unknown) => {
    if (systemErrorCode(thrown) === 'ENOENT') return [];
    throw thrown;
  });
  for (const name of names) {
    const there = await stat(join(folder, name)).catch((thrown: unknown) => {
      if (systemErrorCode(thrown) === 'ENOENT') return null;
      throw thrown;
    });
    if (there?.isFile()) found.push({ name, bytes: there.size, usedAtMs: there.mtimeMs });
  }
  found.sort((a, b) => a.usedAtMs - b.usedAtMs);
  return new Map(found.map(({ name, bytes }) => [name, bytes]));
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
