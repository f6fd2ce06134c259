import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { LaneLimits, WorkerExit } from '../../../main/worker/host-lane.js';
import { createWorkerHost, defaultLimits } from '../../../main/worker/host.js';
import type { LoadedModel, WorkerHost } from '../../../main/worker/protocol.js';
import type { ForkWorker, WorkerProcess } from '../../../main/worker/worker-process.js';
import { decodeMask, maskArea } from '../../../shared/labelmap.js';
import { buildWorker, type BuiltWorker } from '../../support/built-worker.js';
import { encoder, paint } from '../../support/pictures.js';
import { installTinyModel } from '../../support/tiny-models.js';

const size = { width: 90, height: 60 };
const isDark = (x: number, y: number) => (x - 45) ** 2 + (y - 30) ** 2 < 18 ** 2;

let worker: BuiltWorker;
let folder: string;
let picture: string;
let dark: LoadedModel;
let host: WorkerHost | null = null;
let exits: WorkerExit[];
let processes: WorkerProcess[];

beforeAll(async () => {
  worker = await buildWorker();
  folder = await mkdtemp(join(tmpdir(), 'limen-host-'));
  picture = join(folder, 'picture.png');
  const rgb = paint(size.width, size.height, (x, y) =>
    isDark(x, y) ? [40, 30, 20] : [220, 200, 190],
  );
  await writeFile(picture, await encoder(rgb).png());
  dark = await installTinyModel(folder, 'dark');
}, 60_000);

afterEach(async () => {
  await host?.close();
  host = null;
});

afterAll(async () => {
  await worker.remove();
  await rm(folder, { recursive: true, force: true });
});

function start(limits: Partial<LaneLimits> = {}): WorkerHost {
  exits = [];
  processes = [];
  const fork: ForkWorker = (lane) => {
    const process = worker.fork(lane);
    processes.push(process);
    return process;
  };
  host = createWorkerHost({ fork, limits, report: (exit) => exits.push(exit) });
  return host;
}

const segment = (model: LoadedModel) => ({
  path: picture,
  frame: 0,
  model,
  device: 'cpu' as const,
});
const deadlines = (milliseconds: number): Partial<LaneLimits> => ({
  deadlineMs: { ...defaultLimits.deadlineMs, segment: milliseconds },
});

/** Resolves when the process of the first lane uses memory of its own, so it has begun to run. */
async function running(workers: WorkerHost): Promise<void> {
  await expect
    .poll(() => processes[0]?.residentBytes() ?? 0, { timeout: 20_000 })
    .toBeGreaterThan(2 ** 25);
  expect(workers.queued()).toBeGreaterThan(0);
}

test('a dark disc is outlined at native size', async () => {
  const result = await start().run('segment', segment(dark));
  expect(result).toMatchObject({ ...size, frames: 1, provider: 'cpu', threshold: 0.5 });
  const truth = Math.PI * 18 ** 2;
  expect(Math.abs(maskArea(decodeMask(result.mask)) - truth) / truth).toBeLessThan(0.03);
  expect(result.probability.values).toHaveLength(32 * 32 * 2);
  expect(result.confidence).toBeGreaterThan(0.8);
  expect(result.peakRssMb).toBeGreaterThan(10);
});

test('a run says what it is doing, in order, and nothing after its answer', async () => {
  const stages: string[] = [];
  const workers = start();
  await workers.run('segment', segment(dark), {
    onStage: (stage) => {
      stages.push(stage);
    },
  });
  expect(stages).toEqual(['loading', 'decoding', 'preparing', 'running', 'writing']);
  await workers.run('inspect', { path: picture });
  expect(stages).toHaveLength(5);
});

test('jobs run in order and the lanes beside each other, each in a process of its own', async () => {
  const workers = start();
  const order: number[] = [];
  const jobs = [0, 1, 2].map((number) =>
    workers.run('inspect', { path: picture }).then(() => order.push(number)),
  );
  const other = workers.run('inspect', { path: picture }, { lane: 'batch' });
  expect(workers.queued()).toBe(4);
  await Promise.all([...jobs, other]);
  expect(order).toEqual([0, 1, 2]);
  expect(processes).toHaveLength(2);
  expect(workers.queued()).toBe(0);
});

test('many jobs wait under one signal without a warning', async () => {
  const warnings: Error[] = [];
  const keep = (warning: Error) => warnings.push(warning);
  process.on('warning', keep);
  try {
    const workers = start();
    const { signal } = new AbortController();
    await Promise.all(
      Array.from({ length: 24 }, () => workers.run('inspect', { path: picture }, { signal })),
    );
    expect(warnings).toEqual([]);
  } finally {
    process.off('warning', keep);
  }
});

test('no process is started before the first job', () => {
  start();
  expect(processes).toHaveLength(0);
});

test('an error of a job arrives with its code and harms nothing', async () => {
  const workers = start();
  const missing = workers.run('inspect', { path: join(folder, 'missing.png') });
  await expect(missing).rejects.toMatchObject({ name: 'AppError', code: 'not-found' });
  await expect(workers.run('inspect', { path: picture })).resolves.toMatchObject(size);
  expect(processes).toHaveLength(1);
});

describe('a network that must not take anything down with it', () => {
  test('an endless loop ends at the deadline; the queue goes on', async () => {
    const endless = await installTinyModel(folder, 'endless');
    const workers = start(deadlines(2500));
    const guilty = workers.run('segment', segment(endless));
    const next = workers.run('segment', segment(dark));
    await expect(guilty).rejects.toMatchObject({ code: 'deadline-exceeded' });
    await expect(next).resolves.toMatchObject(size);
    expect(exits).toMatchObject([{ lane: 'reader', reason: 'deadline', job: 'segment' }]);
  });

  test.skipIf(process.platform !== 'linux')(
    'a huge tensor ends at the memory bound (read from /proc, so on Linux); the queue goes on',
    async () => {
      const huge = await installTinyModel(folder, 'huge');
      const workers = start({ memoryBytes: 700 * 2 ** 20 });
      const guilty = workers.run('segment', segment(huge));
      const next = workers.run('segment', segment(dark));
      await expect(guilty).rejects.toMatchObject({ code: 'out-of-memory' });
      await expect(next).resolves.toMatchObject(size);
    },
  );

  test('killed from outside during a run: that job is rejected, the others are not', async () => {
    const endless = await installTinyModel(folder, 'endless');
    const workers = start();
    const guilty = workers.run('segment', segment(endless));
    const next = workers.run('segment', segment(dark));
    const rejected = expect(guilty).rejects.toMatchObject({ code: 'worker-crashed' });
    await running(workers);
    processes[0]?.kill();
    await rejected;
    await expect(next).resolves.toMatchObject(size);
    expect(exits).toMatchObject([{ reason: 'crashed', status: 'SIGKILL', job: 'segment' }]);
  });

  test('cancelling a running job ends its process after the grace', async () => {
    const endless = await installTinyModel(folder, 'endless');
    const workers = start({ cancelGraceMs: 50 });
    const stop = new AbortController();
    const guilty = workers.run('segment', segment(endless), { signal: stop.signal });
    const next = workers.run('inspect', { path: picture });
    const rejected = expect(guilty).rejects.toMatchObject({ code: 'cancelled' });
    await running(workers);
    stop.abort();
    await rejected;
    await expect(next).resolves.toMatchObject(size);
    expect(exits).toMatchObject([{ reason: 'cancelled' }]);
  });

  test('cancelling a waiting job leaves the process alone', async () => {
    const workers = start();
    const stop = new AbortController();
    const first = workers.run('inspect', { path: picture });
    const second = workers.run('inspect', { path: picture }, { signal: stop.signal });
    stop.abort();
    await expect(second).rejects.toMatchObject({ code: 'cancelled' });
    await expect(first).resolves.toMatchObject(size);
    expect(exits).toEqual([]);
  });

  test('values that are not numbers are an error of the run', async () => {
    const workers = start();
    const bad = await installTinyModel(folder, 'not-a-number');
    await expect(workers.run('segment', segment(bad))).rejects.toMatchObject({
      code: 'inference-failed',
    });
    await expect(workers.run('segment', segment(dark))).resolves.toMatchObject(size);
  });

  test.each(['external', 'custom-domain', 'other-size'] as const)(
    'the network %s is refused before or when it is loaded',
    async (network) => {
      const model = await installTinyModel(folder, network);
      await expect(start().run('selfTest', { model, device: 'cpu' })).rejects.toMatchObject({
        code: network === 'other-size' ? 'inference-failed' : 'model-invalid',
      });
    },
  );

  test('a network that is not the one of the manifest is refused', async () => {
    const model = await installTinyModel(folder, 'dark', 'swapped');
    await writeFile(join(model.folder, 'network.onnx'), 'something else');
    await expect(start().run('segment', segment(model))).rejects.toMatchObject({
      code: 'model-invalid',
    });
  });
});

test('a process is replaced after its share of jobs, and no job is lost', async () => {
  const workers = start({ recycleAfter: { reader: 2, batch: 2, import: 2 } });
  const jobs = [1, 2, 3, 4, 5].map(() => workers.run('inspect', { path: picture }));
  await expect(Promise.all(jobs)).resolves.toHaveLength(5);
  expect(processes).toHaveLength(3);
  expect(exits.map(({ reason }) => reason)).toEqual(['recycled', 'recycled']);
});

test('a process without work is given up after its time, and the next job gets another', async () => {
  const workers = start({ idleMs: { reader: 60_000, batch: 100, import: 100 } });
  await workers.run('inspect', { path: picture });
  await workers.run('inspect', { path: picture }, { lane: 'batch' });
  await expect.poll(() => exits, { timeout: 20_000 }).toHaveLength(1);
  expect(exits).toMatchObject([{ lane: 'batch', reason: 'idle', job: null }]);
  await workers.run('inspect', { path: picture }, { lane: 'batch' });
  expect(processes).toHaveLength(3);
});

test('a worker that cannot start rejects its job, and the next restarts wait', async () => {
  const broken: ForkWorker = () => {
    const process = worker.fork('reader');
    process.kill();
    return process;
  };
  const pauses: number[] = [];
  host = createWorkerHost({
    fork: (lane) => {
      pauses.push(performance.now());
      return broken(lane);
    },
    limits: { restartMs: { first: 300, max: 300 } },
  });
  for (let attempt = 0; attempt < 3; attempt += 1) {
    await expect(host.run('inspect', { path: picture })).rejects.toMatchObject({
      code: 'worker-crashed',
    });
  }
  expect((pauses[2] ?? 0) - (pauses[1] ?? 0)).toBeGreaterThanOrEqual(290);
});

test('closing rejects what waits and what runs, and ends the process', async () => {
  const endless = await installTinyModel(folder, 'endless');
  const workers = start();
  const running = expect(workers.run('segment', segment(endless))).rejects.toMatchObject({
    code: 'cancelled',
  });
  const waiting = expect(workers.run('inspect', { path: picture })).rejects.toMatchObject({
    code: 'cancelled',
  });
  await workers.close();
  await Promise.all([running, waiting]);
  expect(exits).toMatchObject([{ reason: 'closed' }]);
  await expect(workers.run('inspect', { path: picture })).rejects.toMatchObject({
    code: 'cancelled',
  });
});
