import { app, type Session, type WebContents } from 'electron';

/** What may be loaded at all: nothing that leaves the machine. */
const localProtocols: ReadonlySet<string> = new Set([
  'app:',
  'image:',
  'blob:',
  'data:',
  'devtools:',
]);

/** To be called before Electron is ready: no name is resolved, no service of Chromium calls home. */
export function forbidNetworkServices(): void {
  const { commandLine } = app;
  commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  commandLine.appendSwitch('disable-background-networking');
  commandLine.appendSwitch('disable-component-update');
  commandLine.appendSwitch('disable-domain-reliability');
  commandLine.appendSwitch('disable-sync');
  commandLine.appendSwitch('no-pings');
  commandLine.appendSwitch('force-webrtc-ip-handling-policy', 'disable_non_proxied_udp');
}

/** Denies every permission, every device and every request that is not to the app itself. */
export async function restrictSession(
  session: Session,
  onBlocked: (protocol: string) => void,
): Promise<void> {
  session.setPermissionRequestHandler((_contents, _permission, answer) => {
    answer(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setSpellCheckerEnabled(false);
  session.on('will-download', (event) => {
    event.preventDefault();
  });
  session.webRequest.onBeforeRequest(({ url }, answer) => {
    const { protocol } = new URL(url);
    const cancel = !localProtocols.has(protocol);
    if (cancel) onBlocked(protocol);
    answer({ cancel });
  });
  // The system's proxy settings may name a script, which would be fetched.
  await session.setProxy({ mode: 'direct' });
}

/** A page stays where it is: no navigation, no window, no guest. */
export function restrictContents(contents: WebContents): void {
  const stop = (event: { preventDefault: () => void }): void => {
    event.preventDefault();
  };
  contents.on('will-navigate', stop);
  contents.on('will-frame-navigate', stop);
  contents.on('will-redirect', stop);
  contents.on('will-attach-webview', stop);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
