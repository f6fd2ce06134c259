import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { z } from 'zod';
import { provideFilledLibrary } from './filled-library.js';

export const projectRoot = resolve(import.meta.dirname, '../../..');

export interface LaunchOptions {
  /** Folder of the library; a fresh one unless named. */
  library?: string;
  /** Whether an empty library is filled as by a first start before this one; by default it is. */
  filled?: boolean;
  /** Folder of the user's profile; a fresh one unless named. */
  userData?: string;
  env?: Record<string, string>;
  /**
   * Size of the window's content; small, since everything is drawn by the processor in tests. Null
   * leaves it as the application chose it.
   */
  size?: { width: number; height: number } | null;
  /**
   * Whether dialogs and colours change gradually, as they do unless the system asks for less motion. By
   * default not: what is looked at would depend on when.
   */
  motion?: boolean;
}

export interface LaunchedLimen {
  app: ElectronApplication;
  page: Page;
  library: string;
  userData: string;
  /** Quits as the menu does, waits for the process, and removes the folders this launch made. */
  close(): Promise<void>;
  /** Ends the main process with SIGKILL, in whatever it is doing; folders stay for a next launch. */
  kill(): Promise<void>;
}

/**
 * Starts the built application as a user does: its real main process, window and workers.
 * LIMEN_E2E_EXECUTABLE names a packaged copy to be started instead.
 */
export async function launchLimen(options: LaunchOptions = {}): Promise<LaunchedLimen> {
  const made: string[] = [];
  const folder = async (given: string | undefined, kind: string): Promise<string> => {
    if (given !== undefined) return given;
    const fresh = await mkdtemp(join(tmpdir(), `limen-e2e-${kind}-`));
    made.push(fresh);
    return fresh;
  };
  const userData = await folder(options.userData, 'profile');
  const library = await folder(options.library, 'library');
  if (options.filled ?? true) await provideFilledLibrary(library);
  const { file, args } = startCommand({ library, userData });
  const app = await _electron.launch({
    executablePath: file,
    args,
    cwd: projectRoot,
    env: { ...definedEnvironment(), ...options.env },
  });
  const page = await app.firstWindow();
  await page.waitForLoadState('domcontentloaded');
  if (options.motion !== true) await page.emulateMedia({ reducedMotion: 'reduce' });
  const size = options.size === undefined ? { width: 1024, height: 720 } : options.size;
  if (size !== null) {
    await app.evaluate(({ BrowserWindow }, { width, height }) => {
      BrowserWindow.getAllWindows()[0]?.setContentSize(width, height);
    }, size);
  }
  const child = app.process();
  const ended = new Promise<void>((settle) => {
    child.once('exit', () => {
      settle();
    });
  });
  return {
    app,
    page,
    library,
    userData,
    close: async () => {
      await app.close();
      await ended;
      for (const path of made) await rm(path, { recursive: true, force: true });
    },
    kill: async () => {
      child.kill('SIGKILL');
      await ended;
    },
  };
}

/** What a user would type to start Limen on a library. */
export function startCommand({ library, userData }: { library: string; userData: string }): {
  file: string;
  args: string[];
} {
  const packaged = process.env['LIMEN_E2E_EXECUTABLE'];
  return {
    file: packaged ?? electronExecutable(),
    args: [
      ...(packaged === undefined ? [projectRoot] : []),
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      `--user-data-dir=${userData}`,
      `--library=${library}`,
      // Pictures are compared: one picture pixel is one screen pixel whatever the display.
      '--force-device-scale-factor=1',
    ],
  };
}

/** The runtime that tools/setup.mjs has put in place, or the one the electron package holds. */
function electronExecutable(): string {
  const override = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (override !== undefined) return join(override, executableName());
  const entry = createRequire(import.meta.url).resolve('electron');
  const bundled = join(dirname(entry), 'dist', executableName());
  if (existsSync(bundled)) return bundled;
  throw new Error('There is no Electron here. Run: npm run test:e2e');
}

function executableName(): string {
  if (process.platform === 'win32') return 'electron.exe';
  return process.platform === 'darwin' ? 'Electron.app/Contents/MacOS/Electron' : 'electron';
}

function definedEnvironment(): Record<string, string> {
  const text = z.record(z.string(), z.string());
  return text.parse(
    Object.fromEntries(Object.entries(process.env).filter(([, value]) => value !== undefined)),
  );
}
