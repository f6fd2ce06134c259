import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from '@playwright/test';

/** What a stroke cannot do without, measured alone beside it. */

const TIMES = 40;
/** About what the transaction of a stroke writes: its rows, their indices, their notes. */
const STROKE_BYTES = 32 * 1024;

/** Milliseconds of each of many appends to a file of a folder, until it is on the disk. */
export async function bareFlush(folder: string): Promise<number[]> {
  const path = join(folder, 'bare-flush');
  const file = await open(path, 'w');
  const bytes = new Uint8Array(STROKE_BYTES);
  const times: number[] = [];
  try {
    for (let time = 0; time < TIMES; time += 1) {
      const began = performance.now();
      await file.write(bytes);
      await file.sync();
      times.push(performance.now() - began);
    }
  } finally {
    await file.close();
    await rm(path);
  }
  return times;
}

/** Milliseconds of each of many calls from the page to main and back. */
export async function bareCall(page: Page): Promise<number[]> {
  return page.evaluate(async (count) => {
    const { limen } = globalThis as unknown as {
      limen: { call(method: string, input: unknown): Promise<unknown> };
    };
    const times: number[] = [];
    for (let time = 0; time < count; time += 1) {
      const began = performance.now();
      await limen.call('app.info', {});
      times.push(performance.now() - began);
    }
    return times;
  }, TIMES);
}
