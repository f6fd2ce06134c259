import type { ElectronApplication, Page } from '@playwright/test';

/** What the app's process keeps between two calls. */
interface Kept {
  reportWindow: { asked: string[]; window: { loadFile(path: string): Promise<void> } };
}

/**
 * Opens a file in a browser window of its own, without anything of the app.
 *
 * @returns the page; `asked` are the addresses it asked for but for data in itself, `said` what it
 *   wrote to the console
 */
export async function openReport(
  app: ElectronApplication,
  file: string,
): Promise<{
  page: Page;
  said: string[];
  asked: () => Promise<string[]>;
  close: () => Promise<void>;
}> {
  const opened = app.waitForEvent('window');
  await app.evaluate(({ BrowserWindow, session }) => {
    const own = session.fromPartition('report');
    const asked: string[] = [];
    own.webRequest.onBeforeRequest(({ url }, go) => {
      if (!url.startsWith('data:') && url !== 'about:blank') asked.push(url);
      go({});
    });
    const window = new BrowserWindow({
      width: 1240,
      height: 900,
      webPreferences: { session: own },
    });
    Object.assign(globalThis, { reportWindow: { asked, window } });
    // A page that is there before the file is, so that nothing the file does is missed.
    void window.loadURL('about:blank');
  });
  const page = await opened;
  const said: string[] = [];
  page.on('console', (message) => {
    // Electron's own, of the empty page.
    if (!message.text().includes('Electron Security Warning')) said.push(message.text());
  });
  page.on('pageerror', ({ message }) => said.push(message));
  await app.evaluate(async (_electron, path) => {
    const { reportWindow } = globalThis as unknown as Kept;
    await reportWindow.window.loadFile(path);
  }, file);
  // Playwright hears of it later than Electron, and until then asks the page that was there before.
  await page.waitForURL(/^file:/);
  return {
    page,
    said,
    asked: () => app.evaluate(() => (globalThis as unknown as Kept).reportWindow.asked),
    close: () => page.close(),
  };
}
