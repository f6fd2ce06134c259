import { BrowserWindow, ipcMain, type IpcMainInvokeEvent } from 'electron';
import { z } from 'zod';
import type { EventName, EventPayload, Reply } from '../shared/contract.js';
import { AppError, toAppError } from '../shared/errors.js';
import type { ImportDraft } from '../shared/exchange.js';
import { appOrigin } from './app-files.js';
import { failure, type Dispatcher } from './dispatch.js';

/** Paths as preload resolves them; what a page made up itself has none and comes as ''. */
const droppedPaths = z.array(z.string().max(4096)).max(10_000);

export interface IpcOptions {
  dispatch: Dispatcher;
  /** Makes a draft of an import. */
  importPaths: (paths: string[]) => Promise<ImportDraft>;
  /** A frame that is not the app's own asked for something. */
  onForeignSender: () => void;
}

/** The two channels from the window to main. Whoever calls must be the app's own main frame. */
export function setupIpc({ dispatch, importPaths, onForeignSender }: IpcOptions): void {
  const refuse = (): Reply<never> => {
    onForeignSender();
    return failure(new AppError('bad-input', 'Only the window of Limen may ask for this.'));
  };
  ipcMain.handle('limen:call', (event, method: unknown, input: unknown) =>
    isOwnWindow(event) ? dispatch(method, input) : refuse(),
  );
  ipcMain.handle('limen:drop', async (event, paths: unknown): Promise<Reply<ImportDraft>> => {
    if (!isOwnWindow(event)) return refuse();
    const parsed = droppedPaths.safeParse(paths);
    const named = parsed.success ? parsed.data.filter((path) => path !== '') : [];
    if (named.length === 0) {
      return failure(new AppError('bad-input', 'Nothing that was dropped is a file. Drop files.'));
    }
    try {
      return { ok: true, value: await importPaths(named) };
    } catch (thrown) {
      return failure(toAppError(thrown));
    }
  });
}

function isOwnWindow({ senderFrame: frame }: IpcMainInvokeEvent): boolean {
  return frame !== null && frame.parent === null && frame.origin === appOrigin;
}

/** Announces an event to every window. */
export function announce<Name extends EventName>(name: Name, payload: EventPayload<Name>): void {
  for (const window of BrowserWindow.getAllWindows()) {
    if (!window.webContents.isDestroyed()) window.webContents.send('limen:event', name, payload);
  }
}
