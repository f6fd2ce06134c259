import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { contentSecurityPolicy, createAppResponder } from '../../main/app-files.js';

let root: string;
let respond: (request: Request) => Promise<Response>;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'limen-app-files-'));
  await mkdir(join(root, 'renderer', 'assets'), { recursive: true });
  await mkdir(join(root, 'renderer-old'));
  await writeFile(join(root, 'renderer', 'index.html'), '<!doctype html>');
  await writeFile(join(root, 'renderer', 'assets', 'main.js'), 'export {};');
  await writeFile(join(root, 'renderer', 'assets', 'run.exe'), 'MZ');
  await writeFile(join(root, 'secret.json'), '{}');
  await writeFile(join(root, 'renderer-old', 'secret.json'), '{}');
  respond = createAppResponder(join(root, 'renderer'));
});
afterAll(async () => {
  await rm(root, { recursive: true, force: true });
});

test.each([
  ['app://limen/', 'text/html; charset=utf-8'],
  ['app://limen/index.html?query#hash', 'text/html; charset=utf-8'],
  ['app://limen/assets/main.js', 'text/javascript; charset=utf-8'],
])('serves %s as %s with the policy', async (url, type) => {
  const response = await respond(new Request(url));
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe(type);
  expect(response.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
});

test.each([
  'app://limen/absent.js',
  'app://limen/assets',
  'app://limen/assets/run.exe',
  'app://limen/..%2fsecret.json',
  'app://limen/%2e%2e%2fsecret.json',
  'app://limen/assets/..%2f..%2f..%2fsecret.json',
  'app://limen/..%5csecret.json',
  'app://limen/..%2frenderer-old%2fsecret.json',
  'app://limen/index.html%00.json',
  'app://limen/%ff',
  'app://other/index.html',
])('%s is not found', async (url) => {
  const response = await respond(new Request(url));
  expect(response.status).toBe(404);
  expect(await response.text()).toBe('Not found');
});

test('only GET is answered', async () => {
  const response = await respond(new Request('app://limen/index.html', { method: 'POST' }));
  expect(response.status).toBe(404);
});

test('the policy runs no inline script and no eval', () => {
  const scripts = contentSecurityPolicy.split('; ').find((part) => part.startsWith('script-src'));
  expect(scripts).toBe("script-src 'self' 'wasm-unsafe-eval'");
  expect(contentSecurityPolicy).not.toContain('http');
});
