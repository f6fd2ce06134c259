import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible } from './support/accessible.js';
import { launchLimen, type LaunchedLimen } from './support/launch.js';
import { callInPage } from './support/reading.js';

/** A curator's task: find, tag, keep a view, trash, restore, set identity right. */

let limen: LaunchedLimen;
let folder: string;

test.beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-e2e-curation-'));
  limen = await launchLimen({
    library: join(folder, 'Curated'),
    size: { width: 1280, height: 800 },
  });
  await expect(limen.page.locator('[data-shown="true"]')).toHaveCount(5, { timeout: 60_000 });
});

test.afterAll(async () => {
  await limen.close();
  await rm(folder, { recursive: true, force: true });
});

const cards = (page: Page) => page.getByTestId('instance-card');

test('search, tag, saved view, bulk act, trash and restore', async () => {
  const { page } = limen;
  const search = page.locator('search input');
  await search.fill('synthetic-3');
  await expect(cards(page)).toHaveCount(1);
  await search.fill('');
  await expect(cards(page)).toHaveCount(5);

  // Keys select a range; all selected pictures get a tag at once.
  await page.getByTestId('library-grid').focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('Shift+ArrowRight');
  await expect(page.getByTestId('selection-bar')).toContainText('3');
  await page.getByTestId('selection-tag').click();
  await page.getByTestId('tag-name').fill('second opinion');
  await page.getByTestId('tag-add').click();
  await search.fill('opin');
  await expect(cards(page)).toHaveCount(3);

  // All three go to readers at once, with a word about it, and back.
  await page.getByTestId('selection-assign').click();
  await page.getByTestId('selection-assign-popover').getByTestId('reader-names').fill('Grace');
  await page.keyboard.press('Enter');
  await expectAccessible(page, 'assign-selection');
  await page.getByTestId('selection-assign-run').click();
  await expect(page.getByText('3 pictures assigned')).toBeVisible();
  expect((await callInPage(page, 'worklist.get', {})).counts).toMatchObject({ assigned: 3 });
  await page.getByTestId('selection-assign').click();
  await page.getByTestId('selection-assign-back').click();
  await expect(page.getByText('3 pictures taken back')).toBeVisible();
  expect((await callInPage(page, 'worklist.get', {})).counts).toMatchObject({ assigned: 0 });

  await page.getByTestId('saved-views').click();
  await page.getByTestId('view-name').fill('To ask about');
  await page.getByTestId('save-view').click();
  await expect(page.getByTestId('saved-view')).toHaveText('To ask about');
  await page.keyboard.press('Escape');
  await search.fill('');
  await expect(cards(page)).toHaveCount(5);
  await page.getByTestId('saved-views').click();
  await page.getByTestId('saved-view').click();
  await expect(cards(page)).toHaveCount(3);

  // One of the three goes to the trash with all that was made of it, and comes back.
  await cards(page).first().locator('[title*="Space"], [title*="空格"]').click();
  await page.getByTestId('selection-trash').click();
  await expect(cards(page)).toHaveCount(2);
  await search.fill('');
  await expect(cards(page)).toHaveCount(4);
  await page.getByTestId('show-trash').click();
  await expect(cards(page)).toHaveCount(1);
  await expect(page.getByTestId('trash-bar')).toBeVisible();
  await cards(page).first().locator('[title*="Space"], [title*="空格"]').click();
  await expectAccessible(page, 'trash');
  await page.getByTestId('selection-restore').click();
  await expect(cards(page)).toHaveCount(0);
  await page.getByTestId('show-trash').click();
  await expect(cards(page)).toHaveCount(5);
  await expect(page.locator('[data-testid=instance-card][data-status=proposed]')).toHaveCount(5);
});

test('table, statistics and alike pictures, in both languages and themes', async () => {
  const { page } = limen;
  await page.getByTestId('layout-table').click();
  await expect(page.getByTestId('instance-row')).toHaveCount(5);
  await page.getByTestId('sort-name').click();
  await page.getByTestId('sort-name').click();
  await expect(page.getByTestId('instance-row').first()).toContainText('synthetic-5');
  await page.getByTestId('library-table').focus();
  await page.keyboard.press('Control+a');
  await expect(page.getByTestId('instance-row').first()).toHaveAttribute('aria-selected', 'true');
  await page.getByTestId('selection-identity').click();
  await page.getByTestId('identity-merge-lesion').click();
  await expect(page.getByTestId('instance-row').first()).toContainText('merged');
  await page.getByTestId('filters').click();
  await expect(page.getByTestId('filter-panel')).toBeVisible();
  await expectAccessible(page, 'table-en-dark');
  await page.keyboard.press('Escape');

  const ids = await callInPage(page, 'library.ids', {});
  expect(ids.ids).toHaveLength(5);
  await page.getByTestId('layout-alike').click();
  await expect(page.getByTestId('identity-change')).toHaveCount(1);
  await page.getByTestId('alike-search').click();
  await expect(page.getByTestId('alike-search')).toBeEnabled();
  await page.getByTestId('identity-change').getByRole('button').click();
  await expect(page.getByTestId('identity-change')).toHaveAttribute('data-undone', 'true');
  await expectAccessible(page, 'alike-en-dark');

  await callInPage(page, 'settings.set', { language: 'zh-CN', theme: 'light' });
  await page.reload();
  await page.getByTestId('layout-statistics').click();
  await expect(page.locator('.recharts-surface').first()).toBeVisible();
  await expectAccessible(page, 'statistics-zh-CN-light');
  await page.getByTestId('layout-table').click();
  await expect(page.getByTestId('instance-row')).toHaveCount(5);
  await expectAccessible(page, 'table-zh-CN-light');
});
