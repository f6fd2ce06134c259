import { randomUUID } from 'node:crypto';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemErrorCode, temporaryPath } from './atomic-write.js';

const heartbeatEveryMs = 5_000;
/** A holder that is silent for so long is taken for gone, even where its pid is in use again. */
const silenceMs = 60_000;

const lockContent = z.object({
  token: z.string(),
  pid: z.int(),
  host: z.string(),
  heartbeatAtMs: z.int(),
});
type LockContent = z.infer<typeof lockContent>;

/** Tokens this process holds: its own pid in a lock file proves nothing after a restart. */
const heldHere = new Set<string>();

export type LockOutcome =
  | { held: true; lock: LibraryLock; takenOver: boolean }
  | { held: false; cause: 'in-use' | 'unwritable'; reason: string };

/**
 * One writer a library: a file with the holder's pid and a heartbeat. A lock whose process has
 * died, or has been silent for a minute, is taken over.
 */
export class LibraryLock {
  readonly #path: string;
  readonly #content: LockContent;
  readonly #now: () => number;
  readonly #timer: NodeJS.Timeout;

  private constructor(path: string, content: LockContent, now: () => number, onLost: () => void) {
    this.#path = path;
    this.#content = content;
    this.#now = now;
    heldHere.add(content.token);
    this.#timer = setInterval(() => {
      if (this.#beat()) return;
      clearInterval(this.#timer);
      heldHere.delete(content.token);
      onLost();
    }, heartbeatEveryMs);
    this.#timer.unref();
  }

  /**
   * @param onLost called when another process has taken the lock over, as it may after this one
   * was suspended: nothing may be written from then on
   */
  static acquire(folder: string, now: () => number, onLost: () => void): LockOutcome {
    const path = join(folder, 'lock');
    const content = {
      token: randomUUID(),
      pid: process.pid,
      host: hostname(),
      heartbeatAtMs: now(),
    };
    const found = readLock(path);
    if (found !== null) {
      if (isAlive(found, now())) return inUse;
      if (!removeStale(path, found)) return inUse;
    }
    try {
      writeFileSync(path, JSON.stringify(content), { flag: 'wx', mode: 0o600 });
    } catch (thrown) {
      const code = systemErrorCode(thrown);
      if (code === 'EEXIST') return inUse;
      if (code === 'EACCES' || code === 'EROFS' || code === 'EPERM') {
        return unwritable;
      }
      throw thrown;
    }
    const lock = new LibraryLock(path, content, now, onLost);
    return { held: true, lock, takenOver: found !== null };
  }

  release(): void {
    clearInterval(this.#timer);
    if (!heldHere.delete(this.#content.token)) return;
    if (sameHolder(readLock(this.#path), this.#content)) rmSync(this.#path, { force: true });
  }

  /** Whether the lock is still this one's. */
  #beat(): boolean {
    if (!sameHolder(readLock(this.#path), this.#content)) return false;
    const content = { ...this.#content, heartbeatAtMs: this.#now() };
    const temporary = temporaryPath(join(this.#path, '..'));
    writeFileSync(temporary, JSON.stringify(content), { mode: 0o600 });
    renameSync(temporary, this.#path);
    return true;
  }
}

const inUse = {
  held: false,
  cause: 'in-use',
  reason: 'The library is open in another window or program.',
} as const;

const unwritable = {
  held: false,
  cause: 'unwritable',
  reason: 'The folder of the library cannot be written.',
} as const;

/** Null when there is no lock; an unreadable one counts as of an unknown, long silent holder. */
function readLock(path: string): LockContent | null {
  try {
    const parsed = lockContent.safeParse(JSON.parse(readFileSync(path, 'utf8')));
    if (parsed.success) return parsed.data;
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return null;
    if (!(thrown instanceof SyntaxError)) throw thrown;
  }
  return { token: '', pid: 0, host: '', heartbeatAtMs: 0 };
}

function isAlive(lock: LockContent, nowMs: number): boolean {
  if (heldHere.has(lock.token)) return true;
  if (nowMs - lock.heartbeatAtMs > silenceMs) return false;
  if (lock.host !== hostname()) return true;
  return lock.pid !== process.pid && processRuns(lock.pid);
}

function processRuns(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return systemErrorCode(thrown) === 'EPERM';
  }
}

/** Moves a stale lock away; false when somebody else was faster. */
function removeStale(path: string, stale: LockContent): boolean {
  const aside = temporaryPath(join(path, '..'));
  try {
    renameSync(path, aside);
  } catch (thrown) {
    if (systemErrorCode(thrown) === 'ENOENT') return false;
    throw thrown;
  }
  if (sameHolder(readLock(aside), stale)) {
    rmSync(aside, { force: true });
    return true;
  }
  // A new holder's lock was moved in the same instant: it goes back.
  renameSync(aside, path);
  return false;
}

function sameHolder(a: LockContent | null, b: LockContent): boolean {
  return a !== null && a.token === b.token;
}
