import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { systemErrorCode } from './store/atomic-write.js';

/** The window's own origin; every call and every picture request must come from it. */
export const appOrigin = 'app://limen';

/**
 * Styles may be inline: Mantine and Cornerstone write theirs at run time. WASM is compiled by the
 * viewer, and its workers are bundled scripts or blobs of them. Everything else comes from the app.
 */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' image: data: blob:",
  "font-src 'self'",
  "connect-src 'self' image:",
  "worker-src 'self' blob:",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const contentTypes: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.wasm': 'application/wasm',
  '.woff2': 'font/woff2',
};

/**
 * Serves the built renderer, app://limen/<path>, from `folder`. A path that leaves the folder or a
 * kind of file the app has none of is answered like one that does not exist.
 */
export function createAppResponder(folder: string): (request: Request) => Promise<Response> {
  return async (request) => {
    const path = filePath(folder, request);
    const type = path === null ? undefined : contentTypes[extname(path)];
    if (path === null || type === undefined) return answer('Not found', 404, 'text/plain');
    try {
      return answer(await readFile(path), 200, type);
    } catch (thrown) {
      const code = systemErrorCode(thrown);
      if (code !== 'ENOENT' && code !== 'EISDIR' && code !== 'ENOTDIR') throw thrown;
      return answer('Not found', 404, 'text/plain');
    }
  };
}

function answer(body: string | Uint8Array<ArrayBuffer>, status: number, type: string): Response {
  return new Response(body, {
    status,
    headers: {
      'content-type': type,
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cache-control': 'no-store',
    },
  });
}

function filePath(folder: string, request: Request): string | null {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.protocol !== 'app:' || url.host !== 'limen') return null;
  let name: string;
  try {
    name = decodeURIComponent(url.pathname);
  } catch {
    return null;
  }
  // A NUL ends a name for the system; a backslash separates folders on Windows only.
  if (/[\0\\]/.test(name)) return null;
  const path = normalize(join(folder, name === '/' ? 'index.html' : name));
  return path.startsWith(normalize(folder) + sep) ? path : null;
}
