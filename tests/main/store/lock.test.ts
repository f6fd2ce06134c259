import { readFileSync, readdirSync } from 'node:fs';
import type * as fileSystem from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { LibraryLock } from '../../../main/store/lock.js';
import { temporaryFolder } from './support.js';

const failing = vi.hoisted((): { calls: string[]; code: string } => ({ calls: [], code: '' }));

/** File calls that a full or vanished disk refuses; the real ones otherwise. */
vi.mock('node:fs', async (load) => {
  const real = await load<typeof fileSystem>();
  const refuse = (name: string): void => {
    if (!failing.calls.includes(name)) return;
    throw Object.assign(new Error(`${failing.code}: ${name}`), { code: failing.code });
  };
  return {
    ...real,
    writeFileSync: (...given: Parameters<typeof real.writeFileSync>) => {
      // A full disk makes the file all the same, without its content.
      if (failing.calls.includes('writeFileSync')) real.writeFileSync(given[0], '');
      refuse('writeFileSync');
      real.writeFileSync(...given);
    },
    openSync: (...given: Parameters<typeof real.openSync>) => {
      refuse('openSync');
      return real.openSync(...given);
    },
  };
});

const begunAtMs = 1_000_000;
let nowMs = begunAtMs;
let folder: string;
let lost: string[];

async function hold(): Promise<LibraryLock> {
  folder = await temporaryFolder();
  const outcome = LibraryLock.acquire(
    folder,
    () => nowMs,
    (reason) => lost.push(reason),
  );
  if (!outcome.held) throw new Error(outcome.reason);
  return outcome.lock;
}

function pass(ms: number): void {
  for (let step = 0; step < ms; step += 5_000) {
    nowMs += 5_000;
    vi.advanceTimersByTime(5_000);
  }
}

function heartbeatAtMs(): number {
  const content: unknown = JSON.parse(readFileSync(join(folder, 'lock'), 'utf8'));
  return z.object({ heartbeatAtMs: z.int() }).parse(content).heartbeatAtMs;
}

beforeEach(() => {
  [nowMs, lost] = [begunAtMs, []];
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});

afterEach(() => {
  failing.calls = [];
  vi.useRealTimers();
});

describe('the heartbeat of a lock', () => {
  test('goes on where there is room for no further file, and leaves none behind', async () => {
    const lock = await hold();
    Object.assign(failing, { calls: ['writeFileSync'], code: 'ENOSPC' });
    pass(120_000);
    expect(lost).toEqual([]);
    expect(heartbeatAtMs()).toBe(nowMs);
    expect(readdirSync(folder)).toEqual(['lock']);
    lock.release();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('is made up for after a disk was away for a moment', async () => {
    const lock = await hold();
    Object.assign(failing, { calls: ['writeFileSync', 'openSync'], code: 'EIO' });
    pass(30_000);
    expect(heartbeatAtMs()).toBe(begunAtMs);
    failing.calls = [];
    pass(5_000);
    expect(lost).toEqual([]);
    expect(heartbeatAtMs()).toBe(nowMs);
    lock.release();
  });

  test('that could not be written gives the lock up before another may take it over', async () => {
    const lock = await hold();
    Object.assign(failing, { calls: ['writeFileSync', 'openSync'], code: 'EROFS' });
    pass(45_000);
    expect(lost).toEqual([]);
    pass(10_000);
    expect(lost).toEqual([expect.stringMatching(/could not be written/)]);
    lock.release();
  });
});
