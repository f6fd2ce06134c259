import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import Driver from 'libsql';
import { maskArea } from '../../shared/labelmap.js';
import { launchLimen } from './support/launch.js';
import { takePicture } from './support/picture.js';
import { allSaved, openPicture, pull, storedLesion } from './support/reading.js';

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

    // The window asks before it closes, and stays.
    await app.evaluate(({ dialog, BrowserWindow }) => {
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

    other.exec('ROLLBACK');
    other.close();
    await page.getByTestId('retry-save').click();
    await expect(page.getByTestId('save-failed')).toHaveCount(0, { timeout: 30_000 });
    await allSaved(page);
    expect(maskArea(await storedLesion(page, instanceId))).toBeGreaterThan(1000);
  } finally {
    await limen.close();
    await rm(limen.library, { recursive: true, force: true });
    await rm(limen.userData, { recursive: true, force: true });
  }
});
