import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No rule of WCAG 2.1 AA is broken; a picture of the screen goes to .limen-out/e2e/screens. */
export async function expectAccessible(page: Page, name: string): Promise<void> {
  // Legacy mode: an Electron window cannot open the second page that the other mode works in.
  const builder = new AxeBuilder({ page })
    .setLegacyMode()
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']);
  const { violations } = await builder.analyze();
  await page.screenshot({ path: `.limen-out/e2e/screens/${name}.png` });
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
  ).toEqual([]);
}
