import { createServer, type Server } from 'node:http';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { processTree, remoteAddresses } from './support/connections.js';
import { launchLimen, projectRoot, type LaunchedLimen } from './support/launch.js';

/** Electron's security checklist, point by point, in the running application. */

let limen: LaunchedLimen;
let server: Server;
let serverUrl: string;
const arrived: string[] = [];
const asked: string[] = [];
const appUrl = 'app://limen/index.html';

test.beforeAll(async () => {
  server = createServer((request, response) => {
    arrived.push(request.url ?? '');
    response.setHeader('access-control-allow-origin', '*');
    response.end('<title>elsewhere</title>');
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  serverUrl = `http://127.0.0.1:${String(address.port)}/`;
  limen = await launchLimen();
  limen.page.on('request', (request) => asked.push(request.url()));
  await expect(limen.page.getByTestId('library-grid')).toBeVisible();
});

test.afterAll(async () => {
  await limen.close();
  await new Promise((closed) => server.close(closed));
});

/** Calls the bridge as any script of the page could. */
function call(method: unknown, input: unknown): Promise<unknown> {
  return limen.page.evaluate(
    async ([name, value]) => {
      const bridge: unknown = Reflect.get(window, 'limen');
      if (typeof bridge !== 'object' || bridge === null) throw new Error('there is no bridge');
      const act: unknown = Reflect.get(bridge, 'call');
      if (typeof act !== 'function') throw new Error('the bridge has no call');
      return (await Reflect.apply(act, bridge, [name, value])) as unknown;
    },
    [method, input] as const,
  );
}

test('the page runs in a sandbox, apart from preload, and without Node', async () => {
  const preferences = await limen.app.evaluate(({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    return contents && 'getLastWebPreferences' in contents
      ? (contents.getLastWebPreferences as () => object | null)()
      : null;
  });
  expect(preferences).toMatchObject({
    sandbox: true,
    contextIsolation: true,
    nodeIntegration: false,
    webSecurity: true,
  });
  const globals = await limen.page.evaluate(() =>
    ['require', 'process', 'module', 'Buffer', 'ipcRenderer', 'electron'].filter(
      (name) => name in window,
    ),
  );
  expect(globals).toEqual([]);
});

test('the bridge offers three functions that a script cannot replace', async () => {
  const bridge = await limen.page.evaluate(() => {
    const offered = Reflect.get(window, 'limen') as object;
    const names = Object.keys(offered).sort();
    let replaced = false;
    try {
      replaced = Reflect.set(offered, 'call', () => 'mine');
    } catch {
      replaced = false;
    }
    return { names, replaced };
  });
  expect(bridge).toEqual({ names: ['call', 'importDropped', 'on'], replaced: false });
});

test('the policy is sent with the page, and nothing else is allowed in it', async () => {
  const policy = await limen.page.evaluate(
    async (url) => (await fetch(url)).headers.get('content-security-policy'),
    appUrl,
  );
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
  expect(policy).not.toMatch(/https?:|\*|'unsafe-eval'|script-src[^;]*unsafe-inline/);
});

test('an inline script and eval are blocked', async () => {
  const ran = await limen.page.evaluate(async () => {
    const blocked = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        resolve(event.effectiveDirective);
      });
    });
    const script = document.createElement('script');
    script.textContent = 'window.inlineRan = true';
    document.head.append(script);
    const directive = await blocked;
    script.remove();
    return { directive, inline: 'inlineRan' in window };
  });
  expect(ran.inline).toBe(false);
  expect(ran.directive).toMatch(/^script-src/);
  // Playwright's own evaluate is exempt from the policy; a timer's text is not.
  const evaluated = await limen.page.evaluate(async () => {
    const blocked = new Promise<string>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        resolve(event.blockedURI);
      });
    });
    const later: unknown = Reflect.get(window, 'setTimeout');
    if (typeof later === 'function') Reflect.apply(later, window, ['window.evalRan = true', 0]);
    const uri = await blocked;
    return { uri, ran: 'evalRan' in window };
  });
  expect(evaluated).toEqual({ uri: 'eval', ran: false });
});

test('window.open opens nothing', async () => {
  const before = limen.app.windows().length;
  expect(await limen.page.evaluate((url) => window.open(url) === null, serverUrl)).toBe(true);
  expect(await limen.page.evaluate((url) => window.open(url) === null, appUrl)).toBe(true);
  expect(limen.app.windows().length).toBe(before);
});

test('a frame or a webview of elsewhere shows nothing', async () => {
  const state = await limen.page.evaluate(async (url) => {
    const frame = document.createElement('iframe');
    const guest = document.createElement('webview');
    frame.src = url;
    guest.setAttribute('src', url);
    const settled = new Promise((resolve) => {
      frame.addEventListener('load', resolve);
    });
    document.body.append(frame, guest);
    await settled;
    const guestIsElement = !('getWebContentsId' in guest);
    frame.remove();
    guest.remove();
    return { guestIsElement };
  }, serverUrl);
  expect(state).toEqual({ guestIsElement: true });
  expect(arrived).toEqual([]);
});

test('every permission is denied', async () => {
  const answers = await limen.page.evaluate(async () => {
    const names = ['geolocation', 'notifications', 'camera', 'microphone', 'midi'];
    const states = await Promise.all(
      names.map(
        async (name) => (await navigator.permissions.query({ name: name as PermissionName })).state,
      ),
    );
    const media = await navigator.mediaDevices.getUserMedia({ video: true, audio: true }).then(
      () => 'granted',
      (error: unknown) => (error instanceof DOMException ? error.name : 'refused'),
    );
    const place = await new Promise<string>((resolve) => {
      navigator.geolocation.getCurrentPosition(
        () => {
          resolve('granted');
        },
        () => {
          resolve('refused');
        },
      );
    });
    return { states, media, place };
  });
  expect(answers.states.every((state) => state === 'denied')).toBe(true);
  expect(answers.media).toMatch(/NotAllowedError|NotFoundError/);
  expect(answers.place).toBe('refused');
});

test('no request leaves: fetch, image, socket and beacon', async () => {
  const results = await limen.page.evaluate(async (url) => {
    const fetched = await fetch(url).then(
      () => 'answered',
      () => 'refused',
    );
    const image = await new Promise<string>((resolve) => {
      const element = new Image();
      element.onload = () => {
        resolve('answered');
      };
      element.onerror = () => {
        resolve('refused');
      };
      element.src = url;
    });
    const socket = await new Promise<string>((resolve) => {
      try {
        const opened = new WebSocket(url.replace('http', 'ws'));
        opened.onopen = () => {
          resolve('answered');
        };
        opened.onerror = () => {
          resolve('refused');
        };
      } catch {
        resolve('refused');
      }
    });
    navigator.sendBeacon(url, 'x');
    return { fetched, image, socket };
  }, serverUrl);
  expect(results).toEqual({ fetched: 'refused', image: 'refused', socket: 'refused' });
  // Behind the policy the session refuses as well: here without any policy in the way.
  const status = await limen.app.evaluate(
    async ({ session }, url) =>
      session.defaultSession.fetch(url).then(
        () => 'answered',
        () => 'refused',
      ),
    serverUrl,
  );
  expect(status).toBe('refused');
  expect(arrived).toEqual([]);
});

test('an unknown method and input of the wrong form are answered with bad-input', async () => {
  const refused = { ok: false, code: 'bad-input' };
  expect(await call('file.read', { path: '/etc/passwd' })).toMatchObject(refused);
  expect(await call('__proto__', {})).toMatchObject(refused);
  expect(await call(['library.list'], {})).toMatchObject(refused);
  expect(await call('library.get', { instanceId: '../../etc/passwd' })).toMatchObject(refused);
  expect(await call('library.list', null)).toMatchObject(refused);
  expect(await call('settings.set', { reader: 'x'.repeat(100_000) })).toMatchObject(refused);
  expect(await call('app.info', {})).toMatchObject({ ok: true });
});

test('a page cannot name a path to import', async () => {
  const reply = await limen.page.evaluate(() => {
    const bridge = Reflect.get(window, 'limen') as { importDropped(files: unknown[]): unknown };
    const forged = new File(['x'], '/etc/passwd');
    return bridge.importDropped([forged, '/etc/passwd', { path: '/etc/passwd' }]);
  });
  expect(reply).toMatchObject({ ok: false, code: 'bad-input' });
});

test('a file that was really chosen by the reader is imported', async () => {
  const path = join(limen.userData, 'no-picture.jpg');
  await writeFile(path, 'not a picture');
  await limen.page.evaluate(() => {
    const input = document.createElement('input');
    input.type = 'file';
    input.id = 'chosen';
    document.body.append(input);
  });
  await limen.page.locator('#chosen').setInputFiles(path);
  const reply = await limen.page.evaluate(async () => {
    const input = document.querySelector<HTMLInputElement>('#chosen');
    const bridge = Reflect.get(window, 'limen') as { importDropped(files: unknown[]): unknown };
    const outcome: unknown = await bridge.importDropped([...(input?.files ?? [])]);
    input?.remove();
    return outcome;
  });
  expect(reply).toMatchObject({ ok: true });
});

test('a page that is not of the app is not answered, though it has the same preload', async () => {
  const reply = await limen.app.evaluate(
    async ({ BrowserWindow }, preload) => {
      const window = new BrowserWindow({
        show: false,
        webPreferences: { preload, sandbox: true, contextIsolation: true },
      });
      await window.loadURL('data:text/html,<title>elsewhere</title>');
      const run = (script: string): Promise<unknown> =>
        window.webContents.executeJavaScript(script) as Promise<unknown>;
      const called = await run("window.limen.call('app.info', {})");
      const dropped = await run('window.limen.importDropped([])');
      window.destroy();
      return { called, dropped };
    },
    join(await builtFolder(), 'preload', 'preload.cjs'),
  );
  expect(reply.called).toMatchObject({ ok: false, code: 'bad-input' });
  expect(reply.called).not.toHaveProperty('value');
  expect(reply.dropped).toMatchObject({ ok: false, code: 'bad-input' });
  expect(JSON.stringify(reply)).toContain('Only the window of Limen');
});

test('a frame inside the page has no bridge', async () => {
  const inside = await limen.page.evaluate(() => {
    const frame = document.createElement('iframe');
    document.body.append(frame);
    const has = frame.contentWindow !== null && 'limen' in frame.contentWindow;
    frame.remove();
    return has;
  });
  expect(inside).toBe(false);
});

test('app:// serves nothing outside the built renderer', async () => {
  const paths = [
    '../main/index.js',
    '..%2fmain%2findex.js',
    '%2e%2e/%2e%2e/package.json',
    '..%2f..%2fpackage.json',
    '..%5c..%5cpackage.json',
    'assets/..%2f..%2f..%2fpackage.json',
    '%2fetc%2fpasswd',
  ];
  const statuses = await limen.page.evaluate(
    async (names) => Promise.all(names.map(async (name) => (await fetch(`/${name}`)).status)),
    paths,
  );
  expect(statuses).toEqual(paths.map(() => 404));
});

test('image:// answers ids only', async () => {
  const statuses = await limen.page.evaluate(async () => {
    const urls = [
      'image://rendition/..%2f..%2flibrary.db/0',
      'image://rendition/%2fetc%2fpasswd/0',
      'image://thumbnail/00000000-0000-0000-0000-000000000000/0',
      'image://library.db/00000000-0000-0000-0000-000000000000/0',
      'image://rendition/00000000-0000-0000-0000-000000000000/-1',
    ];
    return Promise.all(urls.map(async (url) => (await fetch(url)).status));
  });
  expect(statuses).toEqual([400, 400, 404, 404, 400]);
});

// Playwright waits for ever for the navigations stopped here before it acts on an element again.
test('a link does not navigate', async () => {
  await limen.page.evaluate(() => Reflect.set(window, 'stillHere', true));
  // Chromium refuses the first two by itself, before it asks anybody.
  const refused = ['data:text/html,elsewhere', 'file:///etc/passwd'];
  for (const url of refused) await clickLink(url);
  for (const url of [serverUrl, 'app://limen/assets/', 'https://example.org/']) {
    const prevented = limen.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<boolean>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('will-frame-navigate', ({ defaultPrevented }) => {
            resolve(defaultPrevented);
          });
        }),
    );
    await clickLink(url);
    expect(await prevented, url).toBe(true);
  }
  expect(limen.page.url()).toBe(appUrl);
  expect(await limen.page.evaluate(() => 'stillHere' in window)).toBe(true);
  expect(arrived).toEqual([]);
});

async function clickLink(target: string): Promise<void> {
  await limen.page.evaluate((url) => {
    const link = document.createElement('a');
    link.href = url;
    document.body.append(link);
    link.click();
    link.remove();
  }, target);
}

test('nothing was asked for but the app itself', () => {
  const foreign = asked.filter((url) => !/^(app:\/\/limen\/|image:|blob:|data:)/.test(url));
  // What the tests above tried is refused before it is sent; see `arrived`.
  expect(foreign.filter((url) => !url.startsWith(serverUrl) && !url.startsWith('ws'))).toEqual([]);
  expect(arrived).toEqual([]);
});

test('no process of the app is connected to anything beyond this machine', () => {
  test.skip(process.platform !== 'linux', 'sockets are read from /proc, which is of Linux');
  const processes = processTree(limen.app.process().pid ?? 0);
  expect(processes.length).toBeGreaterThan(2);
  expect(remoteAddresses(processes)).toEqual([]);
});

async function builtFolder(): Promise<string> {
  return process.env['LIMEN_E2E_EXECUTABLE'] === undefined
    ? join(projectRoot, 'build')
    : join(await limen.app.evaluate(({ app }) => app.getAppPath()), 'build');
}
