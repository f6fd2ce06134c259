import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { systemErrorCode } from './atomic-write.js';

/** Names of what is in a folder; none where there is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((thrown: unknown) => {
    if (systemErrorCode(thrown) === 'ENOENT') return [];
    throw thrown;
  });
}

/**
 * Which files of a cache were used when, and how many bytes they are. A folder of a hundred thousand
 * files takes seconds to look through, so that is begun with the first file made, and nobody waits for
 * it: until it is done, nothing is over the budget.
 */
export class CacheUse {
  readonly #budgetBytes: number;
  /** Bytes by name, the longest unused first: a map remembers the order in which names were put in. */
  #files: Map<string, number> | null = null;
  #bytes = 0;
  #looking = false;
  #failure: Error | null = null;
  /** Used, and made with so many bytes, while the folder is looked through. */
  readonly #meanwhile = new Map<string, number | null>();

  constructor(budgetBytes: number) {
    this.#budgetBytes = budgetBytes;
  }

  used(name: string): void {
    if (this.#files === null) this.#meanwhile.set(name, this.#meanwhile.get(name) ?? null);
    else this.#put(name, this.#files.get(name) ?? null);
  }

  removed(name: string): void {
    this.#bytes -= this.#files?.get(name) ?? 0;
    this.#files?.delete(name);
    this.#meanwhile.delete(name);
  }

  /**
   * A file was made.
   * @returns the longest unused files beyond the budget, never the one just made
   * @throws why the folder could not be looked through
   */
  made(folder: string, name: string, bytes: number): string[] {
    if (this.#failure !== null) throw this.#failure;
    if (this.#files === null) {
      this.#meanwhile.set(name, bytes);
      this.#lookThrough(folder);
      return [];
    }
    this.#put(name, bytes);
    const excess: string[] = [];
    let over = this.#bytes - this.#budgetBytes;
    for (const [unused, size] of over > 0 ? this.#files : []) {
      if (over <= 0) break;
      if (unused === name) continue;
      excess.push(unused);
      over -= size;
    }
    return excess;
  }

  #put(name: string, bytes: number | null): void {
    if (bytes === null || this.#files === null) return;
    this.#bytes += bytes - (this.#files.get(name) ?? 0);
    this.#files.delete(name);
    this.#files.set(name, bytes);
  }

  #lookThrough(folder: string): void {
    if (this.#looking) return;
    this.#looking = true;
    filesByUse(folder).then(
      (found) => {
        this.#files = new Map();
        for (const { name, bytes } of found) this.#put(name, bytes);
        for (const [name, bytes] of this.#meanwhile) {
          this.#put(name, bytes ?? this.#files.get(name) ?? null);
        }
        this.#meanwhile.clear();
      },
      (thrown: unknown) => {
        this.#failure = thrown instanceof Error ? thrown : new Error(String(thrown));
      },
    );
  }
}

/** Files of a folder, the longest unused first. */
async function filesByUse(folder: string): Promise<{ name: string; bytes: number }[]> {
  const found: { name: string; bytes: number; usedAtMs: number }[] = [];
  for (const name of await namesIn(folder)) {
    const there = await stat(join(folder, name)).catch((thrown: unknown) => {
      if (systemErrorCode(thrown) === 'ENOENT') return null;
      throw thrown;
    });
    if (there?.isFile()) found.push({ name, bytes: there.size, usedAtMs: there.mtimeMs });
  }
  return found.sort((a, b) => a.usedAtMs - b.usedAtMs);
}
