import type {
  EventName,
  EventPayload,
  MethodName,
  MethodOutput,
} from '../../../shared/contract.js';
import type { LaunchedLimen } from './launch.js';

type Told = { readonly [Name in MethodName]?: MethodOutput<Name> | 'never' };

/**
 * Makes main answer methods with these values, or never, so that the window shows states that take
 * hours of work or damage to come to. The other methods are answered as before; an empty table ends it.
 * Values of bytes cannot be told.
 */
export async function tellReplies({ app }: LaunchedLimen, told: Told): Promise<void> {
  await app.evaluate(({ ipcMain }, table) => {
    type Handler = (event: unknown, method: string, input: unknown) => unknown;
    const known = ipcMain as unknown as {
      _invokeHandlers: Map<string, Handler>;
      untold?: Handler;
    };
    const own = (known.untold ??= known._invokeHandlers.get('limen:call') as Handler);
    ipcMain.removeHandler('limen:call');
    ipcMain.handle('limen:call', (event, method: string, input: unknown) => {
      const value: unknown = (table as Record<string, unknown>)[method];
      if (value === 'never') return new Promise(() => undefined);
      return value === undefined ? own(event, method, input) : { ok: true, value };
    });
  }, told as object);
}

/** Announces an event to the window, as main does. */
export async function announceTo<Name extends EventName>(
  { app }: LaunchedLimen,
  name: Name,
  payload: EventPayload<Name>,
): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [event, value]) => {
      for (const window of BrowserWindow.getAllWindows()) {
        window.webContents.send('limen:event', event, value);
      }
    },
    [name as string, payload as unknown] as const,
  );
}
