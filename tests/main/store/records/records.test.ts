import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import type { Library } from '../../../../main/store/library.js';
import type { AppError } from '../../../../shared/errors.js';
import { insertInstance, openForTest, temporaryFolder } from '../support.js';

beforeEach(() => {
  // The disk answers in its own time; only the clock is ours.
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
});
afterEach(() => {
  vi.useRealTimers();
});

function noted(library: Library): number {
  const count = z.object({ count: z.int() });
  return library.database.getOne(count, 'SELECT count(*) AS count FROM record_pending').count;
}

/** Waits for the disk; `vi.waitFor` would turn the clock meanwhile. */
async function becomesTrue(check: () => boolean): Promise<void> {
  while (!check()) await wait(5);
}

/** All lines written down in the newest generation. */
async function lines(folder: string): Promise<string> {
  const root = join(folder, 'records');
  const newest = (await readdir(root)).sort((a, b) => Number(a) - Number(b)).at(-1) ?? '';
  const files = (await readdir(join(root, newest))).filter((name) => name.endsWith('.jsonl'));
  const texts = files.map((name) => readFile(join(root, newest, name), 'utf8'));
  return (await Promise.all(texts)).join('');
}

test('rows are on the disk half a second later, and then no longer noted', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(folder);
  const { id } = insertInstance(library);
  expect(noted(library)).toBeGreaterThan(0);
  vi.advanceTimersByTime(500);
  await becomesTrue(() => noted(library) === 0);
  expect(await lines(folder)).toContain(id);
});

test('what changes while the disk is waited for is written down the next time', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(folder);
  insertInstance(library);
  vi.advanceTimersByTime(500);
  const written = noted(library);
  const { id } = insertInstance(library);
  const further = noted(library) - written;
  await becomesTrue(() => noted(library) === further);
  expect(await lines(folder)).not.toContain(id);
  vi.advanceTimersByTime(500);
  await becomesTrue(() => noted(library) === 0);
  expect(await lines(folder)).toContain(id);
});

test('rows that are noted anew while the disk is waited for stay noted', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(folder);
  const { id } = insertInstance(library);
  vi.advanceTimersByTime(500);
  // As after a purge, which begins a new generation with everything in it.
  library.rowRecords.renew();
  const all = noted(library);
  await wait(50);
  expect(noted(library)).toBe(all);
  library.close();
  expect(await lines(folder)).toContain(id);
});

test('a library that closes while the disk is waited for is written down whole', async () => {
  const folder = await temporaryFolder();
  const library = await openForTest(folder);
  const { id } = insertInstance(library);
  vi.advanceTimersByTime(500);
  library.close();
  await wait(50);
  expect(await lines(folder)).toContain(id);
});

test('a failure is told once, and what is noted is written down when it is over', async () => {
  const folder = await temporaryFolder();
  const failures: AppError[] = [];
  const library = await openForTest(folder, {
    onRecordFailure: (error) => {
      failures.push(error);
    },
  });
  vi.advanceTimersByTime(500);
  await becomesTrue(() => noted(library) === 0);
  await rm(join(folder, 'records'), { recursive: true });
  await writeFile(join(folder, 'records'), 'in the way');
  const { id } = insertInstance(library);
  vi.advanceTimersByTime(1500);
  await wait(50);
  expect(failures).toHaveLength(1);
  await rm(join(folder, 'records'));
  await mkdir(join(folder, 'records'));
  vi.advanceTimersByTime(500);
  await becomesTrue(() => noted(library) === 0);
  expect(await lines(folder)).toContain(id);
});

test('forgetting what is written down leaves commits as durable as before', async () => {
  const library = await openForTest(await temporaryFolder());
  const synchronous = z.object({ synchronous: z.int() });
  const full = 2;
  expect(library.database.getOne(synchronous, 'PRAGMA synchronous').synchronous).toBe(full);
  expect(() => {
    library.database.withoutWaiting(() => {
      throw new Error('on the way');
    });
  }).toThrow('on the way');
  expect(library.database.getOne(synchronous, 'PRAGMA synchronous').synchronous).toBe(full);
});
