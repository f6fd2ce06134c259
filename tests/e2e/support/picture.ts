import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Page } from '@playwright/test';

/**
 * Writes what the window shows, as a PNG, for whoever looks at a run. By the browser's own call, packed
 * fast: Playwright's screenshot takes three times as long, and a run makes more than a hundred.
 */
export async function takePicture(page: Page, path: string): Promise<void> {
  const browser = await page.context().newCDPSession(page);
  const { data } = await browser.send('Page.captureScreenshot', {
    format: 'png',
    optimizeForSpeed: true,
  });
  await browser.detach();
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, Buffer.from(data, 'base64'));
}
