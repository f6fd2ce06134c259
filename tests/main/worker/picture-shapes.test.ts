import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findModel } from '../../../main/models/registry.js';
import { createWorkerHost } from '../../../main/worker/host.js';
import type { LoadedModel, WorkerHost } from '../../../main/worker/protocol.js';
import { decodeMask } from '../../../shared/labelmap.js';
import { buildWorker, type BuiltWorker } from '../../support/built-worker.js';
import { encoder, paint } from '../../support/pictures.js';

/** Whatever the shape of a picture, the shipped network gives it a mask, though maybe an empty one. */

let worker: BuiltWorker;
let folder: string;
let model: LoadedModel;
let host: WorkerHost;

beforeAll(async () => {
  worker = await buildWorker();
  folder = await mkdtemp(join(tmpdir(), 'limen-shapes-'));
  const shipped = resolve(import.meta.dirname, '../../../models');
  model = await findModel({ shipped, added: '' }, null);
  host = createWorkerHost({ fork: worker.fork });
}, 60_000);

afterAll(async () => {
  await host.close();
  await worker.remove();
  await rm(folder, { recursive: true, force: true });
});

type Colour = [number, number, number];

const lesion = (width: number, height: number) => (x: number, y: number) => {
  const [dx, dy] = [(x + 0.5) / width - 0.5, (y + 0.5) / height - 0.5];
  const colour: Colour = dx * dx + dy * dy < 0.05 ? [70, 45, 35] : [215, 170, 150];
  return colour;
};
const one = (colour: Colour) => () => () => colour;

test.each([
  ['odd sides', 301, 217, lesion],
  ['portrait', 180, 420, lesion],
  ['16 pixels a side', 16, 16, lesion],
  ['one pixel', 1, 1, lesion],
  ['one column', 1, 300, lesion],
  ['one row', 300, 1, lesion],
  ['one dark colour', 120, 90, one([10, 10, 10])],
  ['one bright colour', 90, 120, one([255, 255, 255])],
])('%s: %i x %i', { timeout: 60_000 }, async (_, width, height, colourAt) => {
  const path = join(folder, 'picture.png');
  const output = join(folder, 'mask.png');
  await writeFile(path, await encoder(paint(width, height, colourAt(width, height))).png());
  const job = { path, frame: 0, model, device: 'cpu' as const };

  const found = await host.run('segment', job);
  expect(found).toMatchObject({ width, height });
  // Throws where the runs do not fill the picture exactly.
  expect(decodeMask(found.mask)).toMatchObject({ width, height });
  expect(found.confidence).toBeGreaterThanOrEqual(0);
  expect(found.confidence).toBeLessThanOrEqual(1);

  await host.run('segmentToPng', { ...job, output });
  const png = await readFile(output);
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([width, height]);
});
