import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible } from './support/accessible.js';
import { launchLimen, type LaunchedLimen } from './support/launch.js';
import { callInPage, openPicture } from './support/reading.js';

const looks = [
  { language: 'en', theme: 'dark' },
  { language: 'zh-CN', theme: 'light' },
] as const;

for (const { language, theme } of looks) {
  test.describe(`${language}, ${theme}`, () => {
    let folder: string;
    let limen: LaunchedLimen;

    test.beforeAll(async () => {
      test.setTimeout(120_000);
      folder = await mkdtemp(join(tmpdir(), 'limen-e2e-screens-'));
      // The README shows a screenshot of this run, so the library has a name worth reading.
      const library = join(folder, 'Demonstration');
      limen = await launchLimen({ library, size: { width: 1280, height: 800 } });
      await callInPage(limen.page, 'settings.set', { language, theme });
      await limen.page.reload();
      await expect(limen.page.getByTestId('instance-card')).toHaveCount(5, { timeout: 60_000 });
      await expect(limen.page.locator('[data-shown="true"]')).toHaveCount(5, { timeout: 60_000 });
    });

    test.afterAll(async () => {
      await limen.close();
      await rm(folder, { recursive: true, force: true });
    });

    test('library, models and settings are readable and labelled', async () => {
      const { page } = limen;
      const name = (screen: string): string => `${screen}-${language}-${theme}`;
      await expectAccessible(page, name('library'));
      await page.getByTestId('nav-models').click();
      await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible();
      await expectAccessible(page, name('models'));
      await page.getByTestId('nav-settings').click();
      await expect(page.getByRole('radiogroup').first()).toBeVisible();
      await expectAccessible(page, name('settings'));
      await page.getByTestId('nav-library').click();
    });

    test('comparison and set run are readable and labelled', async () => {
      const { page } = limen;
      const name = (screen: string): string => `${screen}-${language}-${theme}`;
      await page.getByTestId('nav-compare').click();
      await expect(page.getByTestId('iou-matrix')).toBeVisible({ timeout: 60_000 });
      await expect(page.getByTestId('compare-pane').first()).toBeVisible();
      await expectAccessible(page, name('comparison'));
      const run = { modelIds: ['dsnet', 'malunet'], instanceIds: null };
      await callInPage(page, 'setRun.start', run);
      await page.getByTestId('nav-set').click();
      const state = page.getByTestId('set-run');
      await expect(state).toHaveAttribute('data-state', 'finished', { timeout: 60_000 });
      await expect(page.getByTestId('scores-native')).toBeVisible();
      await expectAccessible(page, name('set-scores'));
      await page.getByRole('tab').nth(1).click();
      await expect(page.getByTestId('set-plots')).toBeVisible();
      await expectAccessible(page, name('set-plots'));
      await page.getByTestId('nav-library').click();
    });

    test('the correction screen and its key help are readable and labelled', async () => {
      const { page } = limen;
      const card = page.getByTestId('instance-card').first();
      await openPicture(page, (await card.getAttribute('data-instance-id')) ?? '');
      await page.keyboard.press('t');
      await expectAccessible(page, `correction-${language}-${theme}`);
      await page.keyboard.press('u');
      await expectAccessible(page, `reading-${language}-${theme}`);
      await page.keyboard.press('Alt+b');
      await page.getByTestId('abcd-asymmetry').click();
      await expectAccessible(page, `abcd-${language}-${theme}`);
      await page.keyboard.press('u');
      await page.keyboard.press('?');
      await expect(page.getByTestId('key-help')).toBeVisible();
      await expectAccessible(page, `keys-${language}-${theme}`);
    });
  });
}
