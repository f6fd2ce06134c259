import type { Page } from '@playwright/test';

/** More than any screen has. */
const MOST_STOPS = 90;

/** Whether a control, or a part of it, has the keyboard. */
export function isFocused(page: Page, testId: string): Promise<boolean> {
  return page.evaluate(
    (id) => document.querySelector(`[data-testid="${id}"]`)?.matches(':focus-within') ?? false,
    testId,
  );
}

/** Goes to a control by the Tab key, as often as it takes. Throws where it cannot be reached. */
export async function tabTo(page: Page, testId: string): Promise<void> {
  for (let stop = 0; stop < MOST_STOPS; stop += 1) {
    if (await isFocused(page, testId)) return;
    await page.keyboard.press('Tab');
  }
  throw new Error(`${testId} cannot be reached by the Tab key`);
}
