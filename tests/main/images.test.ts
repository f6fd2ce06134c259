import { mkdtemp, readdir, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transformer } from '@napi-rs/image';
import { afterAll, beforeAll, beforeEach, afterEach, expect, test } from 'vitest';
import { createImageResponder } from '../../main/images.js';
import { importFile } from '../../main/store/import/import-file.js';
import type { Library } from '../../main/store/library.js';
import { openLibrary } from '../../main/store/open-library.js';
import { createWorkerHost } from '../../main/worker/host.js';
import type { JobKind, WorkerHost } from '../../main/worker/protocol.js';
import { encodeMask, maskFromPixels } from '../../shared/labelmap.js';
import { buildWorker, type BuiltWorker } from '../support/built-worker.js';
import { encoder, quadrants } from '../support/pictures.js';

const picture = quadrants(60, 40);
let worker: BuiltWorker;
let host: WorkerHost;
let folder: string;
let library: Library;
let id: string;
let jobs: JobKind[];
let respond: (request: Request) => Promise<Response>;

beforeAll(async () => {
  worker = await buildWorker();
  host = createWorkerHost({ fork: worker.fork });
}, 60_000);
afterAll(async () => {
  await host.close();
  await worker.remove();
});

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-images-'));
  library = await openLibrary(join(folder, 'library'));
  const path = join(folder, 'picture.png');
  await writeFile(path, await encoder(picture).png());
  const { instance } = await importFile(library, host, {
    path,
    fileName: 'picture.png',
    origin: 'imported',
  });
  id = instance.id;
  jobs = [];
  const counted: WorkerHost = {
    ...host,
    run: (kind, input, options) => {
      jobs.push(kind);
      return host.run(kind, input, options);
    },
  };
  respond = createImageResponder(library, counted, () => 'reader-1');
});
afterEach(async () => {
  library.close();
  await rm(folder, { recursive: true, force: true });
});

const get = (url: string): Promise<Response> => respond(new Request(url));

test('a rendition is the upright pixels, with their size, for the app only', async () => {
  const response = await get(`image://rendition/${id}/0`);
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('application/octet-stream');
  expect(response.headers.get('x-limen-width')).toBe('60');
  expect(response.headers.get('x-limen-height')).toBe('40');
  expect(response.headers.get('access-control-allow-origin')).toBe('app://limen');
  expect(response.headers.get('access-control-expose-headers')).toContain('x-limen-width');
  const pixels = new Uint8Array(await response.arrayBuffer());
  expect(Buffer.compare(pixels, picture.rgb)).toBe(0);
});

test('a picture is decoded once for all who ask', async () => {
  const responses = await Promise.all([1, 2, 3].map(() => get(`image://rendition/${id}/0`)));
  for (const response of responses) await response.arrayBuffer();
  await (await get(`image://rendition/${id}/0`)).arrayBuffer();
  expect(jobs).toEqual(['rendition']);
});

test.each([0, 7, 100])('a rendition cut to %i bytes is made again', async (bytes) => {
  await (await get(`image://rendition/${id}/0`)).arrayBuffer();
  const cache = join(library.folder, 'cache');
  const [name = ''] = await readdir(cache);
  await truncate(join(cache, name), bytes);
  const again = new Uint8Array(await (await get(`image://rendition/${id}/0`)).arrayBuffer());
  expect(Buffer.compare(again, picture.rgb)).toBe(0);
  expect(jobs).toEqual(['rendition', 'rendition']);
});

test('a reader that goes away closes the file', async () => {
  const response = await get(`image://rendition/${id}/0`);
  await response.body?.cancel();
  const next = await get(`image://rendition/${id}/0`);
  expect((await next.arrayBuffer()).byteLength).toBe(60 * 40 * 3);
});

test('a thumbnail is a JPEG no longer than asked', async () => {
  const response = await get(`image://thumbnail/${id}/0?max=32`);
  expect(response.headers.get('content-type')).toBe('image/jpeg');
  const bytes = Buffer.from(await response.arrayBuffer());
  const { width, height } = await new Transformer(bytes).metadata();
  expect([width, height]).toEqual([32, 21]);
});

test('the outline is of the newest correction, else of the truth', async () => {
  const outline = async (): Promise<string> => (await get(`image://outline/${id}/0`)).text();
  expect(await outline()).not.toContain('<path');
  const pixels = new Uint8Array(60 * 40).fill(1, 600, 1200);
  const mask = encodeMask(maskFromPixels(pixels, 60, 40));
  const revision = {
    instanceId: id,
    frame: 0,
    parentId: null,
    model: null,
    runId: null,
    journalSequence: null,
    masks: [{ segment: 'lesion' as const, mask }],
  };
  library.revisions.insert({ ...revision, source: 'truth', reader: null });
  expect(await outline()).toContain('#FFFFFF');
  library.revisions.insert({ ...revision, source: 'reader', reader: 'reader-1' });
  expect(await outline()).toContain('#FFC24B');
  library.revisions.insert({ ...revision, source: 'reader', reader: 'another', masks: [] });
  expect(await outline(), 'a mask of a reader who has not submitted').toContain('<path');
  expect((await get(`image://outline/${id}/0`)).headers.get('content-type')).toBe('image/svg+xml');
});

test.each([
  ['rendition/00000000-0000-0000-0000-000000000000/0', 404, 'not-found'],
  ['rendition/..%2f..%2flibrary.db/0', 400, 'bad-input'],
  ['rendition/ID', 400, 'bad-input'],
  ['rendition/ID/0/more', 400, 'bad-input'],
  ['rendition/ID/-1', 400, 'bad-input'],
  ['rendition/ID/1', 400, 'bad-input'],
  ['thumbnail/ID/0?max=1e9', 400, 'bad-input'],
  ['thumbnail/ID/0?max=0', 400, 'bad-input'],
  ['constructor/ID/0', 404, 'not-found'],
])('image://%s is answered with %i and its code', async (path, status, code) => {
  const response = await get(`image://${path.replace('ID', id)}`);
  expect(response.status).toBe(status);
  expect(response.headers.get('x-limen-code')).toBe(code);
  expect(jobs).toEqual([]);
});
