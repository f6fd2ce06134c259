import { expect, test } from '@playwright/test';
import { filledLibrary } from './support/filled-library.js';
import { launchLimen } from './support/launch.js';
import { takePicture } from './support/picture.js';

/** The others begin where this one ends: each on a copy of the library that it leaves. */
test('the first start opens on synthetic pictures that are segmented already', async () => {
  const limen = await launchLimen({
    library: filledLibrary(),
    filled: false,
    size: { width: 1280, height: 800 },
  });
  try {
    await expect(limen.page).toHaveTitle('Limen');
    const cards = limen.page.getByTestId('instance-card');
    await expect(cards).toHaveCount(5, { timeout: 60_000 });
    await expect(
      limen.page.locator('[data-testid=instance-card][data-status=proposed]'),
    ).toHaveCount(5, { timeout: 60_000 });
    const shown = (): Promise<boolean> =>
      limen.page
        .locator('[data-testid=instance-card] img')
        .evaluateAll((pictures: HTMLImageElement[]) =>
          pictures.every(({ complete, naturalWidth }) => complete && naturalWidth > 0),
        );
    await expect.poll(shown, { timeout: 30_000 }).toBe(true);
    await takePicture(limen.page, '.limen-out/e2e/start.png');
  } finally {
    await limen.close();
  }
});
