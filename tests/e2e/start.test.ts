import { expect, test } from '@playwright/test';
import { launchLimen } from './support/launch.js';

test('the first start opens on a library of synthetic pictures', async () => {
  const limen = await launchLimen();
  try {
    await expect(limen.page).toHaveTitle('Limen');
    const cards = limen.page.getByTestId('instance-card');
    await expect(cards).toHaveCount(5, { timeout: 45_000 });
    await limen.page.screenshot({ path: '.limen-out/e2e/start.png' });
  } finally {
    await limen.close();
  }
});
