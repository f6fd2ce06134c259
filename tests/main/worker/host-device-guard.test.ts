import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { guardDevice } from '../../../main/worker/host-device-guard.js';
import type { WorkerExit } from '../../../main/worker/host-lane.js';
import { createWorkerHost } from '../../../main/worker/host.js';
import type { LoadedModel } from '../../../main/worker/protocol.js';
import type { ForkWorker } from '../../../main/worker/worker-process.js';
import { buildWorker, type BuiltWorker } from '../../support/built-worker.js';
import { encoder, quadrants } from '../../support/pictures.js';
import { installTinyModel } from '../../support/tiny-models.js';

const someGpu = { providers: ['webgpu' as const], fallback: null };

let worker: BuiltWorker;
let folder: string;
let picture: string;
let model: LoadedModel;

beforeAll(async () => {
  worker = await buildWorker();
  folder = await mkdtemp(join(tmpdir(), 'limen-guard-'));
  picture = join(folder, 'picture.png');
  await writeFile(picture, await encoder(quadrants(40, 30)).png());
  model = await installTinyModel(folder, 'dark');
}, 60_000);

afterAll(async () => {
  await worker.remove();
  await rm(folder, { recursive: true, force: true });
});

/** Real workers that die as soon as a job may touch a graphics driver. */
const deadlyGpu: ForkWorker = (lane) => {
  const process = worker.fork(lane);
  return {
    ...process,
    postMessage: (message) => {
      if (JSON.stringify(message.input).includes('"device":"cpu"')) process.postMessage(message);
      else process.kill();
    },
  };
};

test('a driver that takes the process down is tried once, then the CPU does the work', async () => {
  const exits: WorkerExit[] = [];
  const host = guardDevice(
    createWorkerHost({ fork: deadlyGpu, report: (exit) => exits.push(exit) }),
    someGpu,
  );
  const input = { path: picture, frame: 0, model, device: 'auto' as const };
  const results = [await host.run('segment', input), await host.run('segment', input)];
  await host.close();
  for (const result of results) {
    expect(result).toMatchObject({ provider: 'cpu', width: 40 });
    expect(result.fallback).toEqual({ reason: 'ended-process' });
  }
  expect(exits.map(({ reason, job }) => [reason, job])).toEqual([
    ['crashed', 'selfTest'],
    ['closed', null],
  ]);
});

test('without a graphics processor no job is spent on one', async () => {
  const kinds: string[] = [];
  const fork: ForkWorker = (lane) => {
    const process = worker.fork(lane);
    const postMessage: typeof process.postMessage = (message) => {
      kinds.push(message.kind);
      process.postMessage(message);
    };
    return { ...process, postMessage };
  };
  const host = guardDevice(createWorkerHost({ fork }), {
    providers: [],
    fallback: { reason: 'none-found' },
  });
  await host.run('segment', { path: picture, frame: 0, model, device: 'auto' });
  await host.close();
  expect(kinds).toEqual(['segment']);
});

test('an invalid model is an error, not a failed driver', async () => {
  const swapped = await installTinyModel(folder, 'dark', 'swapped');
  await writeFile(join(swapped.folder, 'network.onnx'), 'something else');
  const host = guardDevice(createWorkerHost({ fork: worker.fork }), someGpu);
  const input = { path: picture, frame: 0, model: swapped, device: 'auto' as const };
  await expect(host.run('segment', input)).rejects.toMatchObject({ code: 'model-invalid' });
  await host.close();
});
