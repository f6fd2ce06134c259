import { AxeBuilder } from '@axe-core/playwright';
import { expect, type ElectronApplication, type Page } from '@playwright/test';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { takePicture } from './picture.js';

const folder = '.limen-out/e2e/screens';
/** A script that does nothing, for a page that has axe: it stays until the page is loaded again. */
const alreadyThere = 'undefined';

/**
 * No rule of WCAG 2.1 AA is broken; a picture of the screen goes to .limen-out/e2e/screens.
 *
 * @param part selector of what changed since the whole screen was looked at; else the whole screen
 */
export async function expectAccessible(page: Page, name: string, part?: string): Promise<void> {
  const there = await page.evaluate(() => 'axe' in window);
  // Legacy mode: an Electron window cannot open the second page that the other mode works in.
  const builder = new AxeBuilder({ page, ...(there ? { axeSource: alreadyThere } : {}) })
    .setLegacyMode()
    // What holds as well is many times as much to bring over from the page as what does not.
    .options({ reporter: 'no-passes' })
    .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']);
  const { violations } = await (part === undefined ? builder : builder.include(part)).analyze();
  await takePicture(page, `${folder}/${name}.png`);
  expect(
    violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`),
  ).toEqual([]);
}

/** A picture of the screen in a theme other than the one it is in, which it keeps. */
export async function pictureInTheme(page: Page, name: string, theme: string): Promise<void> {
  const set = (to: string): Promise<string> =>
    page.evaluate((scheme) => {
      const root = document.documentElement;
      const before = root.getAttribute('data-mantine-color-scheme') ?? '';
      root.setAttribute('data-mantine-color-scheme', scheme);
      return before;
    }, to);
  const before = await set(theme);
  await takePicture(page, `${folder}/${name}.png`);
  await set(before);
}

/**
 * Nothing is cut off at the window's right edge, and no word in a button by the button; a picture of
 * the window goes beside the others.
 */
export async function expectFits(
  { app, page }: { app: ElectronApplication; page: Page },
  name: string,
): Promise<void> {
  const beyond = await page.evaluate(() => {
    const width = window.innerWidth;
    const cut = [...document.querySelectorAll('button, input, select, [role=tab], h1, h2')].filter(
      (element) => {
        const box = element.getBoundingClientRect();
        // What is only there for a hand or the keyboard takes no room until then.
        const folded = element.parentElement?.clientWidth === 0;
        return !folded && box.width > 0 && box.right > width + 1;
      },
    );
    // What ends in an ellipsis says that it goes on; what is one pixel wide is only to be heard.
    const words = [...document.querySelectorAll('button, button *')].filter((element) => {
      const { overflowX, textOverflow } = getComputedStyle(element);
      const hides = overflowX !== 'visible' && textOverflow !== 'ellipsis';
      return hides && element.clientWidth > 1 && element.scrollWidth > element.clientWidth + 1;
    });
    return [...cut, ...words].map(
      (element) => element.getAttribute('aria-label') ?? element.textContent,
    );
  });
  // Of the window itself: the page is larger than its own pixels say.
  const png = await app.evaluate(async ({ BrowserWindow }) => {
    const picture = await BrowserWindow.getAllWindows()[0]?.webContents.capturePage();
    return picture?.toPNG().toString('base64') ?? '';
  });
  await writeFile(join(folder, `${name}.png`), Buffer.from(png, 'base64'));
  expect(beyond).toEqual([]);
}
