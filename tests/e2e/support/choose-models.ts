import type { Page } from '@playwright/test';
import { callInPage } from './reading.js';

/**
 * Chooses these models, and no other, in a field that lists chosen ones.
 *
 * @param label the field's
 * @returns their titles
 */
export async function chooseModels(
  page: Page,
  label: string,
  ids: readonly string[],
): Promise<string[]> {
  const models = await callInPage(page, 'model.list', {});
  const titles = ids.map((id) => models.find((model) => model.id === id)?.title ?? '');
  const field = page.getByRole('combobox', { name: label });
  await field.focus();
  // One press takes one away, and none where there is none.
  for (let chosen = 0; chosen < models.length; chosen += 1) await field.press('Backspace');
  for (const title of titles) {
    await field.fill(title);
    await page.getByRole('option', { name: title, exact: true }).click();
  }
  await field.press('Escape');
  return titles;
}
