import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, type Page } from '@playwright/test';
import { launchLimen, startCommand } from './support/launch.js';
import { callInPage, openPicture } from './support/reading.js';

/** Width of the page in its own pixels, of which there are fewer where text is larger. */
function widthOf(page: Page): Promise<number> {
  return page.evaluate(() => window.innerWidth);
}

test('a second start on the same library ends at once, and the first goes on', async () => {
  const limen = await launchLimen();
  try {
    await expect(limen.page.getByTestId('library-grid')).toBeVisible();
    const { file, args } = startCommand(limen);
    const exitCode = await new Promise<number | null>((ended) => {
      execFile(file, args, { timeout: 60_000 }).once('exit', ended);
    });
    expect(exitCode).toBe(0);
    await expect(limen.page.getByTestId('library-grid')).toBeVisible();
  } finally {
    await limen.close();
  }
});

test('quitting and starting again finds the library, the window and the settings', async () => {
  const userData = await mkdtemp(join(tmpdir(), 'limen-e2e-profile-'));
  const library = await mkdtemp(join(tmpdir(), 'limen-e2e-library-'));
  try {
    const first = await launchLimen({ userData, library, size: { width: 1100, height: 760 } });
    await expect(first.page.getByTestId('instance-card')).toHaveCount(5, { timeout: 60_000 });
    await callInPage(first.page, 'settings.set', { language: 'zh-CN' });
    // Larger text by its setting, then a step more by the menu; the window follows at once.
    await first.page.getByTestId('nav-settings').click();
    await first.page.getByTestId('text-size').selectOption('1.1');
    await expect.poll(() => widthOf(first.page)).toBe(1000);
    await first.app.evaluate(({ Menu }) => {
      const view = Menu.getApplicationMenu()?.items[2]?.submenu?.items[0];
      view?.click();
    });
    await expect.poll(() => widthOf(first.page)).toBe(880);
    await expect(first.page.getByTestId('text-size')).toHaveValue('1.25');
    await first.app.evaluate(({ BrowserWindow }) => {
      BrowserWindow.getAllWindows()[0]?.setPosition(60, 40);
    });
    // Words that are still being typed when the window closes.
    await first.page.getByTestId('nav-library').click();
    const card = first.page.getByTestId('instance-card').first();
    const instanceId = (await card.getAttribute('data-instance-id')) ?? '';
    await openPicture(first.page, instanceId);
    await first.page.keyboard.press('c');
    await expect(first.page.getByTestId('comment')).toBeFocused();
    await first.page.keyboard.type('border unclear');
    await first.close();

    const second = await launchLimen({ userData, library, size: null });
    await expect(second.page.getByTestId('instance-card')).toHaveCount(5);
    expect(await second.page.evaluate(() => document.documentElement.lang)).toBe('zh-CN');
    const size = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getContentSize(),
    );
    expect(size).toEqual([1100, 760]);
    expect(await widthOf(second.page)).toBe(880);
    const at = await second.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.getPosition(),
    );
    expect(at).toEqual([60, 40]);
    const record = await callInPage(second.page, 'reading.record', { instanceId, frame: 0 });
    expect(record).toMatchObject({ comment: 'border unclear' });
    expect(record.spentMs).toBeGreaterThan(100);
    await second.close();

    const log = await readFile(join(userData, 'logs', 'limen.log'), 'utf8');
    expect(log.match(/app\.quit\n/g)).toHaveLength(2);
    expect(log).not.toContain('quit-failed');
    expect(log).not.toContain('main.un');
  } finally {
    await rm(userData, { recursive: true, force: true });
    await rm(library, { recursive: true, force: true });
  }
});

test('a library that cannot be opened says so and leaves it as it was', async () => {
  const library = await mkdtemp(join(tmpdir(), 'limen-e2e-library-'));
  const userData = await mkdtemp(join(tmpdir(), 'limen-e2e-profile-'));
  try {
    await writeFile(join(library, 'thesis.txt'), 'not a library');
    const { file, args } = startCommand({ library, userData });
    const child = execFile(file, args);
    const logPath = join(userData, 'logs', 'limen.log');
    await expect
      .poll(() => readFile(logPath, 'utf8').catch(() => ''), { timeout: 60_000 })
      .toContain('app.start-failed code=bad-input');
    const ended = new Promise((settle) => child.once('exit', settle));
    child.kill('SIGKILL');
    await ended;
    expect(await readFile(join(library, 'thesis.txt'), 'utf8')).toBe('not a library');
  } finally {
    await rm(library, { recursive: true, force: true });
    await rm(userData, { recursive: true, force: true });
  }
});
