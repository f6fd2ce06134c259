import { join } from 'node:path';
import { app, BrowserWindow, screen } from 'electron';
import { z } from 'zod';
import { appOrigin } from './app-files.js';
import { readJsonFile, writeJsonFile } from './json-file.js';

const placement = z.object({
  x: z.int().nullable(),
  y: z.int().nullable(),
  width: z.int().min(1),
  height: z.int().min(1),
  maximized: z.boolean(),
});
type Placement = z.infer<typeof placement>;

const firstPlacement: Placement = { x: null, y: null, width: 1440, height: 900, maximized: false };

export interface WindowOptions {
  /** Folder of the file in which the window's place is remembered. */
  profile: string;
  preload: string;
  /** The page holds changes that are not written: close all the same? */
  confirmLosing: (window: BrowserWindow) => boolean;
  /** The place could not be kept. */
  onFailure: (thrown: unknown) => void;
}

/** Opens the one window, where it was when it was closed last. */
export async function openWindow(options: WindowOptions): Promise<BrowserWindow> {
  const path = join(options.profile, 'window.json');
  const { x, y, width, height, maximized } = visible(
    (await readJsonFile(path, placement)) ?? firstPlacement,
  );
  const window = new BrowserWindow({
    ...(x === null || y === null ? {} : { x, y }),
    width,
    height,
    minWidth: 1024,
    minHeight: 700,
    show: false,
    title: 'Limen',
    backgroundColor: '#0E1116',
    webPreferences: {
      preload: options.preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      devTools: !app.isPackaged,
    },
  });
  window.once('ready-to-show', () => {
    if (maximized) window.maximize();
    window.show();
  });
  let place: 'unknown' | 'writing' | 'kept' = 'unknown';
  window.on('close', (event) => {
    // The window closes once its place is kept; then the page is asked whether it may go.
    if (place === 'kept') return;
    event.preventDefault();
    if (place === 'writing') return;
    place = 'writing';
    void writeJsonFile(path, { ...window.getNormalBounds(), maximized: window.isMaximized() })
      .catch(options.onFailure)
      .finally(() => {
        place = 'kept';
        window.close();
      });
  });
  window.webContents.on('will-prevent-unload', (event) => {
    if (options.confirmLosing(window)) event.preventDefault();
    else place = 'unknown';
  });
  await window.loadURL(`${appOrigin}/index.html`);
  return window;
}

/** A screen may have gone since: the window is then placed by the system. */
function visible(kept: Placement): Placement {
  const { x, y, width } = kept;
  const onScreen =
    x !== null &&
    y !== null &&
    screen.getAllDisplays().some(({ workArea: area }) => {
      const inside = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
      return inside >= 100 && y >= area.y && y < area.y + area.height - 40;
    });
  return onScreen ? kept : { ...kept, x: null, y: null };
}
