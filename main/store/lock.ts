import { randomUUID } from 'node:crypto';
import {
  closeSync,
  ftruncateSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { systemErrorCode, temporaryPath } from './atomic-write.js';

const heartbeatEveryMs = 5_000;
/** A holder that is silent for so long is taken for gone, even where its pid is in use again. */
const silenceMs = 60_000;
/** A holder that could not be heard for so long writes no more: soon another one may. */
const unheardMs = silenceMs - 2 * heartbeatEveryMs;

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
  #heardAtMs: number;

  private constructor(
    path: string,
    content: LockContent,
    now: () => number,
    onLost: (reason: string) => void,
  ) {
    this.#path = path;
    this.#content = content;
    this.#now = now;
    this.#heardAtMs = content.heartbeatAtMs;
    heldHere.add(content.token);
    this.#timer = setInterval(() => {
      const lost = this.#beat();
      if (lost === null) return;
      clearInterval(this.#timer);
      heldHere.delete(content.token);
      onLost(lost);
    }, heartbeatEveryMs);
    this.#timer.unref();
  }

  /**
   * @param onLost called when another process has taken the lock over, as it may after this one
   * was suspended, or may soon, since no heartbeat could be written: nothing may be written from
   * then on
   */
  static acquire(folder: string, now: () => number, onLost: (reason: string) => void): LockOutcome {
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

  /**
   * A beat that fails is made up for by a later one.
   * @returns why the lock is not this one's any more; null while it is
   */
  #beat(): string | null {
    const nowMs = this.#now();
    try {
      if (!sameHolder(readLock(this.#path), this.#content)) return takenOver;
      const content = JSON.stringify({ ...this.#content, heartbeatAtMs: nowMs });
      if (!replaceLock(this.#path, content)) overwriteLock(this.#path, content);
      this.#heardAtMs = nowMs;
      return null;
    } catch (thrown) {
      if (systemErrorCode(thrown) === null) throw thrown;
      return nowMs - this.#heardAtMs < unheardMs ? null : unheard;
    }
  }
}

const takenOver = 'Another program has taken the library over while this one was paused.';
const unheard =
  'The folder of the library could not be written for a minute. Open the library again when its disk is there.';

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

/** By a new file in its place. @returns false where there is no room for one; nothing is left then */
function replaceLock(path: string, content: string): boolean {
  const temporary = temporaryPath(join(path, '..'));
  try {
    writeFileSync(temporary, content, { mode: 0o600 });
    renameSync(temporary, path);
    return true;
  } catch (thrown) {
    rmSync(temporary, { force: true });
    if (systemErrorCode(thrown) === null) throw thrown;
    return false;
  }
}

/** In its place, byte over byte: that much room a full disk has. */
function overwriteLock(path: string, content: string): void {
  const file = openSync(path, 'r+');
  try {
    writeSync(file, content, 0);
    ftruncateSync(file, Buffer.byteLength(content));
  } finally {
    closeSync(file);
  }
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
