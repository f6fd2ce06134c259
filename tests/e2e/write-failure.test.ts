import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, type ElectronApplication } from '@playwright/test';
import Driver from 'libsql';
import { maskArea } from '../../shared/labelmap.js';
import { launchLimen } from './support/launch.js';
import { takePicture } from './support/picture.js';
import { allSaved, openPicture, pull, storedLesion } from './support/reading.js';

/** The window asks before it closes, and stays. */
async function asksBeforeClosing(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog, BrowserWindow }) => {
    Object.assign(globalThis, { asked: null });
    dialog.showMessageBoxSync = (...given: unknown[]) => {
      Object.assign(globalThis, { asked: given.at(-1) });
      return 0;
    };
    BrowserWindow.getAllWindows()[0]?.close();
  });
  await expect
    .poll(() => app.evaluate(() => JSON.stringify(Reflect.get(globalThis, 'asked') ?? null)), {
      timeout: 30_000,
    })
    .toContain('Changes are not saved yet.');
  expect(app.windows()).toHaveLength(1);
}

test('a stroke that cannot be written is said, held, guarded at closing, and written later', async () => {
  test.setTimeout(200_000);
  const limen = await launchLimen();
  const { page, app } = limen;
  try {
    await expect(page.getByTestId('instance-card')).toHaveCount(5, { timeout: 120_000 });
    const card = page.getByTestId('instance-card').first();
    const instanceId = (await card.getAttribute('data-instance-id')) ?? '';
    await openPicture(page, instanceId);

    // Another program holds the database: no write of the app goes through.
    const other = new Driver(join(limen.library, 'library.db'));
    other.exec('BEGIN IMMEDIATE');
    await page.keyboard.press('6');
    await pull(page, [
      { x: 100, y: 100 },
      { x: 400, y: 300 },
    ]);
    await expect(page.getByTestId('save-failed')).toBeVisible({ timeout: 30_000 });
    await expect(page.getByTestId('save-failed')).toContainText('1 change is not saved.');
    await expect(page.getByTestId('viewport')).not.toHaveAttribute('data-area', '0');
    await takePicture(page, '.limen-out/e2e/save-failed.png');

    await asksBeforeClosing(app);

    // Left by the rail it is held as well, and the picture is not read again without it.
    await page.getByTestId('nav-library').click();
    await expect(page.getByTestId('instance-card').first()).toBeVisible();
    await asksBeforeClosing(app);
    await card.dblclick();
    await expect(page.getByTestId('open-failed')).toBeVisible({ timeout: 30_000 });
    await page.screenshot({ path: '.limen-out/e2e/open-failed.png' });

    other.exec('ROLLBACK');
    other.close();
    await page.getByTestId('open-failed').getByRole('button').click();
    await expect(page.getByTestId('viewport')).toHaveAttribute('data-ready', 'true', {
      timeout: 30_000,
    });
    await expect(page.getByTestId('viewport')).not.toHaveAttribute('data-area', '0');
    await allSaved(page);
    expect(maskArea(await storedLesion(page, instanceId))).toBeGreaterThan(1000);
  } finally {
    await limen.close();
    await rm(limen.library, { recursive: true, force: true });
    await rm(limen.userData, { recursive: true, force: true });
  }
});
