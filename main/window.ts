import { join } from 'node:path';
import { app, BrowserWindow, screen } from 'electron';
import { appOrigin } from './app-files.js';
import { readJsonFile, writeJsonFile } from './json-file.js';
import { firstPlace, leastSize, placeOn, windowPlace } from './window-place.js';

export interface WindowOptions {
  /** Folder of the file in which the window's place is remembered. */
  profile: string;
  preload: string;
  /** Size of all text and controls as a factor of the usual one. */
  textSize: () => number;
  /** The page holds changes that are not written: close all the same? */
  confirmLosing: (window: BrowserWindow) => boolean;
  /** The place could not be kept. */
  onFailure: (thrown: unknown) => void;
}

/**
 * Opens the one window, where it was when it was closed last. Resolves when it was painted, which a window
 * that is closed before never is.
 */
export async function openWindow(options: WindowOptions): Promise<BrowserWindow> {
  const path = join(options.profile, 'window.json');
  const displays = [screen.getPrimaryDisplay(), ...screen.getAllDisplays()];
  const { x, y, width, height, maximized } = placeOn(
    (await readJsonFile(path, windowPlace)) ?? firstPlace,
    displays.map(({ workArea }) => workArea),
  );
  const window = new BrowserWindow({
    ...(x === null || y === null ? {} : { x, y }),
    width,
    height,
    minWidth: leastSize.width,
    minHeight: leastSize.height,
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
      zoomFactor: options.textSize(),
    },
  });
  // Chromium keeps a factor of its own for each origin, which is not that of the settings.
  window.webContents.on('did-finish-load', () => {
    window.webContents.setZoomFactor(options.textSize());
  });
  const painted = new Promise<void>((resolve) => {
    window.once('ready-to-show', () => {
      if (maximized) window.maximize();
      window.show();
      resolve();
    });
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
  await painted;
  return window;
}

/** Shows all text and controls of the window larger or smaller. @param factor of the usual size */
export function setTextSize(factor: number): void {
  for (const { webContents } of BrowserWindow.getAllWindows()) webContents.setZoomFactor(factor);
}
