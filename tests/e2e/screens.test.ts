import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { expectAccessible, expectFits, pictureInTheme } from './support/accessible.js';
import { launchLimen, type LaunchedLimen } from './support/launch.js';
import { rareStates } from './support/rare-states.js';
import { allSaved, callInPage, openPicture } from './support/reading.js';

/**
 * A language with the theme it is tested in, and the one it is only pictured in: colours are those of
 * the theme, whatever the language.
 */
const looks = [
  { language: 'en', theme: 'dark', other: 'light' },
  { language: 'zh-CN', theme: 'light', other: 'dark' },
] as const;

/** A screen has one as soon as what it shows has come. */
const anyControl = 'main :is(button, select, input):visible';

for (const { language, theme, other } of looks) {
  test.describe(`${language}, ${theme} and ${other}`, () => {
    let folder: string;
    let limen: LaunchedLimen;

    /** Readable and labelled, and pictured in both themes; `part` is what changed since the whole was looked at. */
    const look = async (screen: string, part?: string): Promise<void> => {
      await expectAccessible(limen.page, `${screen}-${language}-${theme}`, part);
      await pictureInTheme(limen.page, `${screen}-${language}-${other}`, other);
    };

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

    test('library, worklist, models, settings and what is empty still', async () => {
      const { page } = limen;
      await look('library');
      for (const screen of ['worklist', 'review', 'snapshots', 'models', 'settings'] as const) {
        await page.getByTestId(`nav-${screen}`).click();
        await expect(page.locator(anyControl).first()).toBeVisible();
        await look(screen);
      }
      await page.getByTestId('nav-about').click();
      await expect(page.getByRole('dialog')).toBeVisible();
      await look('about', '[role=dialog]');
      await page.keyboard.press('Escape');
      await page.getByTestId('nav-library').click();
      await page.getByTestId('export-open').click();
      await expect(page.getByTestId('export-run')).toBeVisible();
      await look('export', '[role=dialog]');
      await page.keyboard.press('Escape');
    });

    test('comparison and set run', async () => {
      const { page } = limen;
      await page.getByTestId('nav-compare').click();
      await expect(page.getByTestId('iou-matrix')).toBeVisible({ timeout: 60_000 });
      await expect(page.getByTestId('compare-pane').first()).toBeVisible();
      await look('comparison');
      const run = { modelIds: ['dsnet', 'malunet'], instanceIds: null };
      await callInPage(page, 'setRun.start', run);
      await page.getByTestId('nav-set').click();
      const state = page.getByTestId('set-run');
      await expect(state).toHaveAttribute('data-state', 'finished', { timeout: 60_000 });
      await expect(page.getByTestId('scores-native')).toBeVisible();
      await look('set-scores');
      await page.getByRole('tab').nth(1).click();
      await expect(page.getByTestId('set-plots')).toBeVisible();
      await look('set-plots', '[role=tabpanel]');
      await page.getByTestId('nav-library').click();
    });

    test('long work, damage and large libraries, as they look', async () => {
      await rareStates(limen, look);
    });

    test('the correction screen with all that it lays over the picture', async () => {
      const { page } = limen;
      const card = page.getByTestId('instance-card').nth(3);
      await openPicture(page, (await card.getAttribute('data-instance-id')) ?? '');
      await page.keyboard.press('t');
      await allSaved(page);
      await look('correction');
      const heat = page.getByTestId('heat');
      await page.keyboard.press('o');
      await expect(heat).toHaveAttribute('data-shown', 'probability');
      await expect(heat.getByRole('img')).toBeVisible();
      await look('probability', 'aside');
      await heat.locator('label').nth(2).click();
      await expect(heat).toHaveAttribute('data-shown', 'uncertainty');
      await look('uncertainty', 'aside');
      await page.keyboard.press('o');
      await page.keyboard.press('Alt+y');
      const artefacts = page.getByTestId('artefacts');
      await expect(artefacts).toHaveAttribute('data-search', 'found', { timeout: 60_000 });
      await artefacts.scrollIntoViewIfNeeded();
      await look('artefacts', 'aside');
      await page.keyboard.press('j');
      await expect(page.getByTestId('timeline')).toBeVisible();
      await look('timeline', 'aside');
      await page.keyboard.press('j');
      await page.keyboard.press('s');
      await expect(page.getByTestId('command-apply')).toBeVisible();
      await expect(page.getByTestId('command-effect')).toContainText(/[0-9。.]/);
      await look('snap', '[data-testid=command-bar]');
      await page.keyboard.press('Escape');
      await page.keyboard.press('Alt+o');
      await expect(page.getByTestId('island-effect')).toContainText('1');
      await look('islands', '[data-testid=island-bar]');
      await page.keyboard.press('Escape');
      await page.keyboard.press('u');
      await look('reading', 'aside');
      await page.keyboard.press('Alt+b');
      await page.getByTestId('abcd-asymmetry').click();
      await look('abcd', 'aside');
      await page.keyboard.press('u');
      await page.keyboard.press('Control+k');
      await expect(page.getByTestId('palette')).toBeVisible();
      await look('palette', '[role=dialog]');
      await page.keyboard.press('Escape');
      await page.keyboard.press('?');
      await expect(page.getByTestId('key-help')).toBeVisible();
      await look('keys', '[role=dialog]');
      await page.keyboard.press('Escape');
    });

    // English words are the longer ones.
    if (language !== 'en') return;
    test('everything is there at 200 % on the display of a small laptop', async () => {
      const { app, page } = limen;
      await app.evaluate(({ BrowserWindow }) => {
        BrowserWindow.getAllWindows()[0]?.setContentSize(1366, 720);
      });
      await callInPage(page, 'settings.set', { textSize: 2 });
      await expect.poll(() => page.evaluate(() => window.innerWidth)).toBe(683);
      await expect(page.getByTestId('viewport')).toBeVisible();
      await expectFits(limen, `correction-${language}-large`);
      const press = (id: string): Promise<void> => page.getByTestId(id).dispatchEvent('click');
      await page.keyboard.press('u');
      await expectFits(limen, `reading-${language}-large`);
      await page.keyboard.press('u');
      for (const screen of [
        'library',
        'worklist',
        'compare',
        'review',
        'set',
        'snapshots',
        'models',
        'settings',
      ] as const) {
        await press(`nav-${screen}`);
        await expect(page.locator(anyControl).first()).toBeVisible();
        if (screen === 'compare') {
          await expect(page.getByTestId('compare-pane').first()).toBeVisible();
        }
        await expectFits(limen, `${screen}-${language}-large`);
      }
      await press('nav-library');
      await press('export-open');
      await expect(page.getByTestId('export-run')).toBeVisible();
      await expectFits(limen, `export-${language}-large`);
    });
  });
}
