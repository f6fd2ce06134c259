import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { installTinyModel } from '../support/tiny-models.js';
import { openReport } from './support/report-window.js';
import { expectAccessible } from './support/accessible.js';
import { chooseModels } from './support/choose-models.js';
import { launchLimen, type LaunchedLimen } from './support/launch.js';
import { takePicture } from './support/picture.js';

let userData: string;
let limen: LaunchedLimen;

test.beforeAll(async () => {
  test.setTimeout(180_000);
  userData = await mkdtemp(join(tmpdir(), 'limen-e2e-compare-'));
  await installTinyModel(join(userData, 'models'), 'dark');
  limen = await launchLimen({ userData, size: { width: 1280, height: 800 } });
  await expect(limen.page.locator('[data-testid=instance-card][data-status=proposed]')).toHaveCount(
    5,
    { timeout: 120_000 },
  );
});

test.afterAll(async () => {
  await limen.close();
  await rm(userData, { recursive: true, force: true });
});

const panes = (page: Page) => page.getByTestId('compare-pane');
const viewsOf = (page: Page): Promise<(string | null)[]> =>
  page
    .getByTestId('pane-view')
    .evaluateAll((all) => all.map((pane) => pane.getAttribute('data-view')));

test('models and the known mask beside one another, and a correction started from one', async () => {
  test.setTimeout(180_000);
  const { page } = limen;
  await page.getByTestId('nav-compare').click();
  // The shipped models, the one installed here and the mask that is known of a synthetic picture.
  await expect(page.locator('[data-testid=compare-pane][data-source=truth]')).toBeVisible({
    timeout: 60_000,
  });
  const count = await panes(page).count();
  expect(count).toBeGreaterThanOrEqual(3);
  await expect(page.locator('[data-testid=compare-pane][data-state=ready]')).toHaveCount(count, {
    timeout: 90_000,
  });

  await test.step('panes move together until they are unlinked', async () => {
    await expect.poll(async () => new Set(await viewsOf(page)).size).toBe(1);
    const [before] = await viewsOf(page);
    await page.getByTestId('pane-view').first().hover();
    await page.mouse.wheel(0, -400);
    await expect.poll(async () => (await viewsOf(page))[2]).not.toBe(before);
    expect(new Set(await viewsOf(page)).size).toBe(1);
    await page.getByRole('switch', { name: 'Move together' }).click();
    await page.getByTestId('pane-view').first().hover();
    await page.mouse.wheel(0, -200);
    await expect.poll(async () => new Set(await viewsOf(page)).size).toBe(2);
    await page.getByRole('switch', { name: 'Move together' }).click();
    await page.getByTestId('pane-view').last().dblclick();
    await expect.poll(async () => (await viewsOf(page))[0]).toBe(before);
  });

  await test.step('what they share is said in numbers', async () => {
    await expect(page.getByTestId('iou-matrix').locator('tbody tr')).toHaveCount(count);
    const known = page.getByTestId('score-table').locator('tbody tr').last();
    await expect(known).toContainText('Known mask');
    await expect(known.locator('td').first()).toHaveText('1.000');
    await expect(page.getByTestId('pane-jaccard').first()).toHaveText(/^J 0\.\d{3}$/);
  });

  for (const view of ['Outline', 'Fill', 'Difference', 'Votes', 'Uncertainty']) {
    await page.locator('label', { hasText: view }).click();
    await takePicture(page, `.limen-out/e2e/compare-${view.toLowerCase()}.png`);
  }

  await test.step('no rule of WCAG 2.1 AA is broken', async () => {
    await expectAccessible(page, 'comparison-uncertainty');
  });

  await test.step('two masks in one place, by a border or in turn', async () => {
    await page.locator('label', { hasText: 'Swipe' }).click();
    await page.getByRole('slider').press('End');
    await page.locator('label', { hasText: 'Flicker' }).click();
    // In turn by itself only where the system does not ask for less motion.
    await page.emulateMedia({ reducedMotion: 'no-preference' });
    await expect(page.getByTestId('pair-view')).toHaveAttribute('data-shown', 'second');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await takePicture(page, '.limen-out/e2e/compare-flicker.png');
  });

  await test.step('a region is taken from a model, undone and taken again', async () => {
    await page.locator('label', { hasText: 'Take regions' }).click();
    const draft = page.getByTestId('draft');
    await expect(draft).toHaveAttribute('data-area', '0');
    const pane = page.locator('[data-testid=compare-pane][data-source="model:dark"]');
    // Nothing is drawn yet, so every part of the model's mask is a region to take.
    await pane.getByTestId('pane-view').focus();
    await page.keyboard.press('.');
    await page.keyboard.press('Enter');
    await expect(draft).not.toHaveAttribute('data-area', '0');
    const taken = (await draft.getAttribute('data-area')) ?? '';
    await takePicture(page, '.limen-out/e2e/compare-regions.png');
    await page.keyboard.press('Control+z');
    await expect(draft).toHaveAttribute('data-area', '0');
    await page.keyboard.press('Control+y');
    await expect(draft).toHaveAttribute('data-area', taken);
    await page.keyboard.press('Control+z');
    await page.getByRole('button', { name: 'Start from' }).click();
    await page.getByRole('menuitem', { name: 'STAPLE of the models' }).click();
    await expect(draft).not.toHaveAttribute('data-area', '0');
    await page.keyboard.press('Control+z');
    await expect(draft).toHaveAttribute('data-area', '0');
  });

  await test.step('the correction starts from a pane, and undo takes it back', async () => {
    await page.getByRole('button', { name: /Start the correction from Dark/ }).click();
    await expect(page.getByTestId('viewport')).toHaveAttribute('data-ready', 'true', {
      timeout: 60_000,
    });
    const area = Number(await page.getByTestId('viewport').getAttribute('data-area'));
    expect(area).toBeGreaterThan(0);
    await page.keyboard.press('Control+z');
    await expect(page.getByTestId('viewport')).toHaveAttribute('data-area', '0');
  });
});

test('a run over the library is killed half way and goes on where it was', async () => {
  test.setTimeout(300_000);
  const { page, library } = limen;
  await page.getByTestId('nav-set').click();
  // A few of them: the time of a run grows with the models that are installed.
  await chooseModels(page, 'Models to run', ['limen', 'malunet', 'dsnet', 'dark']);
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  const run = page.getByTestId('set-run');
  await expect.poll(async () => Number(await run.getAttribute('data-done'))).toBeGreaterThan(0);
  const done = Number(await run.getAttribute('data-done'));
  await limen.kill();

  limen = await launchLimen({ userData, library, size: { width: 1280, height: 800 } });
  const again = limen.page;
  await again.getByTestId('nav-set').click();
  const resumed = again.getByTestId('set-run');
  expect(Number(await resumed.getAttribute('data-done'))).toBeGreaterThanOrEqual(done);
  await expect(resumed).toHaveAttribute('data-state', 'finished', { timeout: 240_000 });
  await expect(again.getByTestId('set-results')).toHaveAttribute('data-pictures', '5');
  await expect(again.getByTestId('scores-native')).toContainText('per image, native');
  await takePicture(again, '.limen-out/e2e/set-scores.png');
  await again.getByRole('tab', { name: 'Plots' }).click();
  await takePicture(again, '.limen-out/e2e/set-plots.png');
  await test.step('the report is one file that shows everything without a network', async () => {
    const file = join(userData, 'report.html');
    await limen.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath });
    }, file);
    await again.getByRole('button', { name: 'Export HTML' }).click();
    await expect.poll(() => existsSync(file), { timeout: 30_000 }).toBe(true);
    const { page: report, close, asked, said } = await openReport(limen.app, file);
    // The pictures that the report shows are decoded, each with a size of its own.
    const widths = await report.locator('svg image').evaluateAll((images) =>
      Promise.all(
        images.map(async (image) => {
          const picture = new Image();
          picture.src = image.getAttribute('href') ?? '';
          await picture.decode();
          return picture.naturalWidth;
        }),
      ),
    );
    expect(widths).toHaveLength(5);
    for (const width of widths) expect(width).toBeGreaterThan(100);
    for (const colorScheme of ['light', 'dark'] as const) {
      await report.emulateMedia({ colorScheme });
      await expectAccessible(report, `report-${colorScheme}`);
    }
    await report.screenshot({ path: '.limen-out/e2e/report-whole.png', fullPage: true });
    expect(await asked()).toEqual([`file://${file}`]);
    expect(said).toEqual([]);
    await close();
  });
  await again.getByRole('tab', { name: 'Wins and losses' }).click();
  await takePicture(again, '.limen-out/e2e/set-pictures.png');
  await again.getByTestId('set-pictures').getByRole('button').first().click();
  await expect(again.getByTestId('compare-screen')).toBeVisible();
});
