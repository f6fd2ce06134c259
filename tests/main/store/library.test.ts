import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { AppError } from '../../../shared/errors.js';
import { openLibrary } from '../../../main/store/open-library.js';
import {
  insertInstance,
  insertProposal,
  openForTest,
  rectangle,
  temporaryFolder,
} from './support.js';

/** A closed library with one picture's row and a stored probability map. */
async function smallLibrary(): Promise<{ folder: string; id: string }> {
  const folder = join(await temporaryFolder(), 'library');
  const library = await openForTest(folder);
  const { id } = insertInstance(library);
  await insertProposal(library, id, rectangle(1, 1, 9, 9));
  library.close();
  return { folder, id };
}

const damaged = expect.objectContaining({ code: 'library-damaged' }) as unknown;

describe('opening', () => {
  test('makes the folder for its owner alone and leaves one complete database', async () => {
    const { folder, id } = await smallLibrary();
    const modes = await Promise.all(
      [folder, join(folder, 'blobs'), join(folder, 'cache')].map(
        async (path) => (await stat(path)).mode & 0o777,
      ),
    );
    expect(modes).toEqual([0o700, 0o700, 0o700]);
    for (const name of await readdir(folder)) {
      expect(name).toMatch(/^(blobs|cache|records|library\.db(-wal|-shm)?)$/);
    }
    // Whatever the log still held has been moved into the database.
    expect(statSync(join(folder, 'library.db-wal'), { throwIfNoEntry: false })?.size ?? 0).toBe(0);
    const library = await openForTest(folder);
    expect(library.readOnlyReason).toBeNull();
    expect(library.instances.get(id).fileName).toBe('picture.png');
  });

  test('refuses a folder of other things, and makes none unless asked', async () => {
    const folder = await temporaryFolder();
    await writeFile(join(folder, 'letter.txt'), 'x');
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'bad-input' });
    const absent = join(folder, 'absent');
    for (const access of ['write', 'read'] as const) {
      await expect(openLibrary(absent, { access })).rejects.toMatchObject({ code: 'not-found' });
    }
    expect(await readdir(folder)).toEqual(['letter.txt']);
  });

  test('removes what a killed process left half written', async () => {
    const { folder } = await smallLibrary();
    const [inside] = await readdir(join(folder, 'blobs'));
    const leftOvers = ['a.tmp', 'cache/b.tmp', `blobs/${String(inside)}/c.tmp`];
    for (const name of leftOvers) await writeFile(join(folder, name), 'half');
    const library = await openForTest(folder);
    for (const name of leftOvers) {
      await expect(stat(join(folder, name))).rejects.toMatchObject({ code: 'ENOENT' });
    }
    expect((await library.blobs.list()).length).toBe(1);
  });

  test('refuses a library of a newer version', async () => {
    const { folder } = await smallLibrary();
    const library = await openForTest(folder);
    library.database.exec('PRAGMA user_version = 9990');
    library.close();
    await expect(openLibrary(folder)).rejects.toMatchObject({ code: 'unsupported-format' });
  });
});

describe('one writer', () => {
  test('a second opener reads, says why and sees what the first writes', async () => {
    const { folder, id } = await smallLibrary();
    const first = await openForTest(folder);
    const second = await openForTest(folder);
    expect(second.readOnlyReason).toMatch(/open in another window/);
    const added = insertInstance(first);
    expect(second.instances.ids()).toEqual([id, added.id]);
    expect(() => insertInstance(second)).toThrow(
      expect.objectContaining({ code: 'library-read-only' }),
    );
    first.close();
    second.close();
    expect((await openForTest(folder)).readOnlyReason).toBeNull();
  });

  test('a lock is taken over from a dead or silent process only', async () => {
    const { folder } = await smallLibrary();
    const child = spawn(process.execPath, ['-e', '']);
    await once(child, 'exit');
    const lock = { token: 'x', host: hostname(), heartbeatAtMs: 1_000_000 };
    const writeLock = (change: object): Promise<void> =>
      writeFile(join(folder, 'lock'), JSON.stringify({ ...lock, ...change }));
    const reasonAt = async (nowMs: number): Promise<string | null> => {
      const library = await openForTest(folder, { now: () => nowMs });
      const reason = library.readOnlyReason;
      library.close();
      return reason;
    };
    await writeLock({ pid: process.ppid });
    expect(await reasonAt(1_010_000)).toMatch(/open in another/);
    await writeLock({ pid: child.pid, host: `not-${hostname()}` });
    expect(await reasonAt(1_010_000)).toMatch(/open in another/);
    await writeLock({ pid: child.pid });
    expect(await reasonAt(1_010_000)).toBeNull();
    await writeLock({ pid: process.ppid });
    expect(await reasonAt(1_100_000)).toBeNull();
    await writeFile(join(folder, 'lock'), '{"half');
    expect(await reasonAt(1_010_000)).toBeNull();
  });

  test('turns read-only when another process has taken the lock over', async () => {
    const { folder, id } = await smallLibrary();
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    try {
      const told: string[] = [];
      const library = await openForTest(folder, { onReadOnly: (reason) => told.push(reason) });
      vi.advanceTimersByTime(6_000);
      expect(told).toEqual([]);
      const lock: unknown = JSON.parse(await readFile(join(folder, 'lock'), 'utf8'));
      const others = JSON.stringify({ ...(lock as object), token: 'other' });
      await writeFile(join(folder, 'lock'), others);
      vi.advanceTimersByTime(6_000);
      expect(told).toEqual([library.readOnlyReason]);
      expect(() => {
        library.instances.confirmTextFree(id, 'reader');
      }).toThrow(expect.objectContaining({ code: 'library-read-only' }));
      library.close();
      expect(await readFile(join(folder, 'lock'), 'utf8')).toBe(others);
    } finally {
      vi.useRealTimers();
    }
  });
});

/** Whether a library has all of one picture's rows, or says that it is damaged. Fails otherwise. */
async function outcomeOf(folder: string, id: string): Promise<'whole' | 'told'> {
  let told = false;
  try {
    const library = await openLibrary(folder);
    try {
      told = library.readOnlyReason !== null;
      const rows = {
        instance: library.instances.get(id).id,
        revisions: library.revisions.list(id).length,
        proposal: library.proposals.current(id, 0)?.run.instanceId,
      };
      if (told) return 'told';
      expect(rows).toEqual({ instance: id, revisions: 1, proposal: id });
      return 'whole';
    } finally {
      library.close();
    }
  } catch (thrown) {
    if (!(thrown instanceof AppError)) throw thrown;
    // In a library that is read as far as it can be, rows may be out of reach.
    const codes = ['library-damaged', 'unsupported-format', ...(told ? ['not-found'] : [])];
    expect(codes).toContain(thrown.code);
    return 'told';
  }
}

/** The driver drops its -shm and -wal some time after closing; the database is whole by then. */
async function copyClosed(folder: string, copy: string): Promise<void> {
  const filter = (path: string): boolean => !/-(?:shm|wal)$/.test(path);
  await cp(folder, copy, { recursive: true, filter });
}

describe('a damaged library', () => {
  test('is never replaced by an empty one', async () => {
    const { folder } = await smallLibrary();
    const path = join(folder, 'library.db');
    const damages: ((copy: string) => Promise<void>)[] = [
      (copy) => rm(copy),
      (copy) => truncate(copy, 0),
      (copy) => truncate(copy, 100),
      async (copy) => writeFile(copy, Buffer.alloc((await stat(copy)).size)),
      async (copy) => writeFile(copy, Buffer.alloc((await stat(copy)).size, 'not a database ')),
    ];
    for (const damage of damages) {
      const copy = `${folder}-copy`;
      await copyClosed(folder, copy);
      await damage(join(copy, 'library.db'));
      await expect(openLibrary(copy)).rejects.toEqual(damaged);
      expect((await readdir(join(copy, 'blobs'))).length).toBe(1);
      await rm(copy, { recursive: true });
    }
    expect((await stat(path)).size).toBeGreaterThan(0);
  });

  test('opens read-only with what can be read, and its file is not touched', async () => {
    const { folder, id } = await smallLibrary();
    const path = join(folder, 'library.db');
    const library = await openForTest(folder);
    const { page } = library.database.getOne(
      z.object({ page: z.int() }),
      "SELECT rootpage AS page FROM sqlite_master WHERE name = 'set_runs'",
    );
    library.close();
    const bytes = await readFile(path);
    // The first page of rows that are not asked for: the others are still read.
    bytes.fill(0x5a, (page - 1) * 4096, page * 4096);
    await writeFile(path, bytes);
    const opened = await openForTest(folder);
    expect(opened.readOnlyReason).toMatch(/damaged.*What can be read is shown/);
    expect(opened.instances.get(id).id).toBe(id);
    opened.close();
    expect(Buffer.compare(await readFile(path), bytes)).toBe(0);
  });

  test('tells of a flipped byte, or has all its rows', { timeout: 90_000 }, async () => {
    const { folder, id } = await smallLibrary();
    const bytes = await readFile(join(folder, 'library.db'));
    const outcomes = { whole: 0, told: 0 };
    for (let offset = 7; offset < bytes.length; offset += Math.ceil(bytes.length / 61)) {
      const copy = `${folder}-flipped`;
      await copyClosed(folder, copy);
      const flipped = Buffer.from(bytes);
      flipped[offset] = (bytes[offset] ?? 0) ^ 0x41;
      await writeFile(join(copy, 'library.db'), flipped);
      outcomes[await outcomeOf(copy, id)] += 1;
      await rm(copy, { recursive: true });
    }
    expect(outcomes.whole).toBeGreaterThan(0);
    expect(outcomes.told).toBeGreaterThan(0);
    expect(outcomes.whole + outcomes.told).toBeGreaterThan(50);
  });

  test('a folder in place of the file is an error', async () => {
    const folder = await temporaryFolder();
    await mkdir(join(folder, 'blobs', 'ab'), { recursive: true });
    await writeFile(join(folder, 'blobs', 'ab', 'x'), 'x');
    await expect(openLibrary(folder)).rejects.toEqual(damaged);
  });
});
