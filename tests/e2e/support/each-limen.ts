import { rm } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { launchLimen, type LaunchedLimen } from './launch.js';

export const windowSize = { width: 1280, height: 800 };

/** The Limen that is running; a test that starts it again puts the new one in its place. */
interface Running {
  limen: LaunchedLimen;
}

/**
 * A Limen of its own for each test of the group, on a new library with its synthetic pictures; gone
 * afterwards.
 */
export function limenForEachTest(testTimeoutMs: number): Running {
  const { running, start, end } = ownLimen();
  test.beforeEach(async () => {
    test.setTimeout(testTimeoutMs);
    await start();
  });
  test.afterEach(end);
  return running;
}

/**
 * One Limen for all tests of the group, which take pictures of their own of one new library: a start
 * takes longer than most tests.
 */
export function limenForAllTests(testTimeoutMs: number): Running {
  const { running, start, end } = ownLimen();
  test.beforeAll(async () => {
    test.setTimeout(testTimeoutMs);
    await start();
  });
  test.beforeEach(() => {
    test.setTimeout(testTimeoutMs);
  });
  test.afterAll(end);
  return running;
}

function ownLimen(): { running: Running; start: () => Promise<void>; end: () => Promise<void> } {
  const own: { limen: LaunchedLimen | null } = { limen: null };
  return {
    start: async () => {
      own.limen = await launchLimen({ size: windowSize });
      const cards = own.limen.page.getByTestId('instance-card');
      await expect(cards).toHaveCount(5, { timeout: 240_000 });
    },
    end: async () => {
      if (own.limen === null) return;
      const { library, userData } = own.limen;
      await own.limen.close();
      for (const folder of [library, userData]) await rm(folder, { recursive: true, force: true });
      own.limen = null;
    },
    running: {
      get limen() {
        if (own.limen === null) throw new Error('Limen runs only inside a test');
        return own.limen;
      },
      set limen(limen) {
        own.limen = limen;
      },
    },
  };
}
