import { rm } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { launchLimen, type LaunchedLimen } from './launch.js';

export const windowSize = { width: 1280, height: 800 };

/**
 * A Limen of its own for each test of the group, on a new library with its synthetic pictures; gone
 * afterwards. A test that starts it again puts the new one in its place.
 */
export function limenForEachTest(testTimeoutMs: number): { limen: LaunchedLimen } {
  const running: { limen: LaunchedLimen | null } = { limen: null };
  test.beforeEach(async () => {
    test.setTimeout(testTimeoutMs);
    running.limen = await launchLimen({ size: windowSize });
    const cards = running.limen.page.getByTestId('instance-card');
    await expect(cards).toHaveCount(5, { timeout: 240_000 });
  });
  test.afterEach(async () => {
    if (running.limen === null) return;
    const { library, userData } = running.limen;
    await running.limen.close();
    for (const folder of [library, userData]) await rm(folder, { recursive: true, force: true });
    running.limen = null;
  });
  return {
    get limen() {
      if (running.limen === null) throw new Error('Limen runs only inside a test');
      return running.limen;
    },
    set limen(limen) {
      running.limen = limen;
    },
  };
}
