import { rm } from 'node:fs/promises';
import { expect, test } from '@playwright/test';
import { masksEqual } from '../../shared/labelmap.js';
import { launchLimen, type LaunchedLimen } from './support/launch.js';
import { allSaved, callInPage, openPicture, pull, storedLesion } from './support/reading.js';

test.describe('a reader reads', () => {
  let limen: LaunchedLimen;

  test.beforeEach(async () => {
    test.setTimeout(200_000);
    limen = await launchLimen({ size: { width: 1280, height: 800 } });
    await expect(limen.page.getByTestId('instance-card')).toHaveCount(5, { timeout: 120_000 });
  });

  test.afterEach(async () => {
    await limen.close();
    await rm(limen.library, { recursive: true, force: true });
    await rm(limen.userData, { recursive: true, force: true });
  });

  test('flags, comments, and goes on to what is unread', async () => {
    const { page } = limen;
    const cards = page.getByTestId('instance-card');
    const [first = '', second = ''] = await cards.evaluateAll((all) =>
      all.map((card) => card.getAttribute('data-instance-id') ?? ''),
    );
    await openPicture(page, first);
    const at = { instanceId: first, frame: 0 };
    await page.keyboard.press('g');
    await page.keyboard.press('Alt+3');
    await page.keyboard.press('c');
    await page.keyboard.type('hair over the border');
    await page.keyboard.press('Escape');
    await expect(page.getByTestId('flag')).toHaveAttribute('aria-pressed', 'true');
    await expect(page.getByTestId('spent')).toHaveText(/^0:0[1-9]$/);
    await page.screenshot({ path: '.limen-out/e2e/reading-flow.png' });

    // Submitted as it is: read, and the next one opens.
    await page.keyboard.press('Enter');
    await expect(page.getByTestId('position')).toContainText('2 of 5');
    const noted = await callInPage(page, 'reading.record', at);
    expect(noted).toMatchObject({
      flagged: true,
      difficulty: 'hard',
      comment: 'hair over the border',
    });
    expect(noted.submittedAtMs).toBeGreaterThan(0);
    expect(noted.spentMs).toBeGreaterThan(500);
    // Before and after: the proposal in place of what is drawn, which no tool changes meanwhile.
    await expect(page.getByTestId('viewport')).toHaveAttribute('data-ready', 'true');
    await expect(page.getByTestId('proposal')).toHaveAttribute('data-state', 'ready');
    await page.keyboard.press('6');
    const corners = [
      { x: 100, y: 100 },
      { x: 400, y: 300 },
    ];
    await pull(page, corners);
    await allSaved(page);
    const drawn = await storedLesion(page, second);
    await page.keyboard.press('v');
    await expect(page.getByTestId('flip')).toHaveAttribute('data-shown', 'proposal');
    await page.screenshot({ path: '.limen-out/e2e/before.png' });
    await pull(page, [
      { x: 500, y: 500 },
      { x: 600, y: 600 },
    ]);
    await page.keyboard.press('v');
    await expect(page.getByTestId('flip')).toHaveCount(0);
    await allSaved(page);
    expect(masksEqual(await storedLesion(page, second), drawn)).toBe(true);

    const neighbours = await callInPage(page, 'reading.neighbours', { instanceId: second });
    expect(neighbours.nextUnreadId).not.toBe(first);

    await page.getByTestId('nav-library').click();
    await page.getByTestId('reading-filter').selectOption('flagged');
    await expect(cards).toHaveCount(1);
    await expect(cards.first()).toHaveAttribute('data-instance-id', first);
    await page.screenshot({ path: '.limen-out/e2e/library-flagged.png' });
    await page.getByTestId('reading-filter').selectOption('to-read');
    await expect(cards).toHaveCount(3);
  });
});
