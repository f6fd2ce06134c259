import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { blindOrder } from '../../shared/comparison/blind-order.js';
import { encoder, paint } from '../support/pictures.js';
import { installTinyModel } from '../support/tiny-models.js';
import { expectAccessible } from './support/accessible.js';
import { chooseModels } from './support/choose-models.js';
import { launchLimen, type LaunchedLimen } from './support/launch.js';
import { callInPage } from './support/reading.js';

const size = { width: 1280, height: 800 };
const cases = 10;

let folder: string;
let limen: LaunchedLimen;

test.beforeAll(async () => {
  test.setTimeout(120_000);
  folder = await mkdtemp(join(tmpdir(), 'limen-e2e-blinded-'));
  const userData = join(folder, 'profile');
  await installTinyModel(join(userData, 'models'), 'dark', 'tiny-dark');
  limen = await launchLimen({ userData, library: join(folder, 'library'), size });
  const { page, app } = limen;
  await expect(page.getByTestId('instance-card')).toHaveCount(5, { timeout: 60_000 });
  // Five more than the synthetic ones.
  const files: string[] = [];
  for (let n = 0; n < 5; n += 1) {
    const picture = paint(240, 180, (x, y) =>
      (x - 120) ** 2 + (y - 90) ** 2 < (30 + 6 * n) ** 2 ? [70, 45, 40] : [222, 190, 170],
    );
    files.push(join(folder, `spot-${String(n)}.png`));
    await writeFile(files.at(-1) ?? '', await encoder(picture).png());
  }
  await app.evaluate(({ dialog }, filePaths) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths });
  }, files);
  await page.getByTestId('import-files').first().click();
  await page.getByTestId('import-go').click();
  await page.getByTestId('import-close').click();
  await expect(page.getByTestId('instance-card')).toHaveCount(cases, { timeout: 60_000 });
});

test.afterAll(async () => {
  await limen.close();
  await rm(folder, { recursive: true, force: true });
});

const compared = ['malunet', 'dsnet', 'tiny-dark'];

/** All that the page says, shown or not: texts, attributes, title and what is typed in. */
async function everythingSaid(page: Page): Promise<string> {
  return page.evaluate(() => {
    const typed = [...document.querySelectorAll('input')].map(({ value }) => value);
    return [document.documentElement.outerHTML, document.title, ...typed].join('\n');
  });
}

/** Neither id, title nor version of a model, no time and no confidence. */
async function expectNothingTold(page: Page, names: readonly string[]): Promise<void> {
  const said = (await everythingSaid(page)).toLowerCase();
  for (const name of names) expect(said).not.toContain(name.toLowerCase());
  expect(said).not.toMatch(/\d ms\b|conf\./);
}

/** All that could give a pane away. */
async function chooseCompared(page: Page): Promise<string[]> {
  const titles = await chooseModels(page, 'Models that are compared', compared);
  const models = await callInPage(page, 'model.list', {});
  return [...compared, ...titles, ...models.flatMap(({ id }) => (id === 'limen' ? [] : id))];
}

const readyCase = (page: Page, position: number) =>
  page.locator(`[data-testid=blinded-case][data-position="${String(position)}"][data-ready=true]`);

/** Judges a case by keys alone: a best pane and its rating. */
async function judge(page: Page, position: number, names: readonly string[]): Promise<void> {
  await expect(readyCase(page, position)).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId('blinded-pane')).toHaveCount(3);
  await expectNothingTold(page, names);
  await page.keyboard.press('2');
  await page.keyboard.press('Shift+Digit4');
  await expect(page.getByTestId('blinded-pane').nth(1)).toHaveAttribute('data-chosen', 'true');
}

test('ten cases read blind, gone on with after a kill, and the names told at the end', async () => {
  test.setTimeout(180_000);
  let { page } = limen;
  await page.getByTestId('nav-compare').click();
  await page.getByRole('button', { name: 'Blinded reading' }).click();
  const names = await chooseCompared(page);
  await page.getByRole('button', { name: 'Begin' }).click();

  await test.step('Enter asks for a decision first', async () => {
    await expect(readyCase(page, 0)).toBeVisible({ timeout: 60_000 });
    await page.keyboard.press('Enter');
    await expect(page.getByText('Choose the best mask first')).toBeVisible();
    await expect(readyCase(page, 0)).toBeVisible();
  });
  for (let position = 0; position < 5; position += 1) {
    await judge(page, position, names);
    if (position === 1) await expectAccessible(page, 'blinded-en-dark');
    await page.keyboard.press('Enter');
  }
  await expect(readyCase(page, 5)).toBeVisible({ timeout: 30_000 });

  await test.step('killed, and gone on with where it was', async () => {
    await limen.kill();
    limen = await launchLimen({ userData: limen.userData, library: limen.library, size });
    ({ page } = limen);
    await callInPage(page, 'settings.set', { language: 'zh-CN', theme: 'light' });
    await page.reload();
    await page.getByTestId('nav-compare').click();
    await page.getByRole('button', { name: '盲法阅片' }).click();
    const list = page.getByTestId('blinded-list');
    await expect(list).toContainText('5 / 10');
    await list.getByRole('button', { name: '继续' }).click();
    await expect(readyCase(page, 5)).toBeVisible({ timeout: 60_000 });
    await expectNothingTold(page, names);
    // What was answered before is still there.
    await page.keyboard.press('Shift+Enter');
    await expect(readyCase(page, 4)).toBeVisible();
    await expect(page.getByTestId('blinded-pane').nth(1)).toHaveAttribute('data-chosen', 'true');
    await expectAccessible(page, 'blinded-zh-CN-light');
    await page.keyboard.press('Enter');
  });
  for (let position = 5; position < cases - 1; position += 1) {
    await judge(page, position, names);
    await page.keyboard.press('Enter');
  }
  await expect(readyCase(page, cases - 1)).toBeVisible({ timeout: 30_000 });
  await page.keyboard.press('n');
  await page.keyboard.press('Enter');
  await expect(page.getByTestId('blinded-end')).toHaveAttribute('data-open', '0');
  await expectNothingTold(page, names);

  await test.step('the names are told, with counts and intervals that follow from the seed', async () => {
    await page.getByRole('button', { name: '结束并揭示名称' }).click();
    await expect(page.getByTestId('blinded-results')).toHaveAttribute('data-decided', '10');
    await expectAccessible(page, 'blinded-results-zh-CN-light');
    await callInPage(page, 'settings.set', { language: 'en', theme: 'dark' });
    const [reading] = await callInPage(page, 'blinded.list', {});
    const told = await callInPage(page, 'blinded.results', { id: reading?.id ?? '' });
    // The second pane was always the best, so the seed alone says whose masks that were.
    const second = Array.from({ length: cases - 1 }, (_, position) => {
      return `model:${compared[blindOrder(told.seed, position, 3)[1] ?? 0] ?? ''}`;
    });
    expect(told.cases.map(({ choice }) => choice)).toEqual([...second, 'none']);
    const rows = page.getByTestId('blinded-sources').locator('tbody tr');
    for (const [index, id] of compared.entries()) {
      const chosen = second.filter((key) => key === `model:${id}`).length;
      await expect(rows.nth(index).locator('td').first()).toHaveText(`${String(chosen)} / 10`);
    }
    await expect(rows.first()).toContainText(/\[0\.\d{3}, 0\.\d{3}\]/);
    await page.reload();
    await page.getByTestId('nav-compare').click();
    await page.getByRole('button', { name: 'Blinded reading' }).click();
    await page.getByRole('button', { name: 'Results' }).click();
    await expect(page.getByTestId('blinded-pairs')).toBeVisible();
    await expectAccessible(page, 'blinded-results-en-dark');
  });
});
