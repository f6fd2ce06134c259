import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ResizeFilterType, Transformer } from '@napi-rs/image';
import { maskToPng } from '../../main/mask-png.js';
import { listModels } from '../../main/models/registry.js';
import { fallbackSentence } from '../../main/worker/fallback-sentence.js';
import { createWorkerHost } from '../../main/worker/host.js';
import { nativeMask } from '../../main/worker/postprocess.js';
import type { JobInput, JobOutput, LoadedModel, WorkerHost } from '../../main/worker/protocol.js';
import { childProcessFork } from '../../main/worker/worker-process.js';
import { measured, tableHead, tableRow, type Measured } from './inference-table.js';
import { median } from './median.js';

const sizes = [
  { width: 1024, height: 768 },
  { width: 3072, height: 2304 },
  { width: 6000, height: 4000 },
];
const RUNS = 7;

interface Place {
  root: string;
  /** Files of the measurement. */
  folder: string;
  /** A Python with onnxruntime and Pillow; null leaves the comparison out. */
  python: string | null;
}

/**
 * A table with a row for each network, device and picture size, each measured in a fresh worker
 * process, and under it the same job in plain Python, in a fresh process too.
 */
export async function* measureInference(
  root: string,
  python: string | null,
): AsyncGenerator<string> {
  const folder = await mkdtemp(join(tmpdir(), 'limen-bench-'));
  const place = { root, folder, python };
  yield tableHead;
  try {
    const pictures = await makePictures(place);
    const { models } = await listModels({ shipped: join(root, 'models'), added: '' });
    for (const model of models) {
      for (const device of ['cpu', 'gpu'] as const) {
        const refusal = await refusalOf(place, model, device);
        if (refusal !== null) {
          yield `${model.manifest.id} ${device}: left out. ${refusal}`;
          continue;
        }
        for (const picture of pictures) yield* await measureOne(place, model, device, picture);
      }
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Why a device cannot be measured; null when it can. */
async function refusalOf(place: Place, model: LoadedModel, device: 'cpu' | 'gpu') {
  const { provider, fallback } = await withHost(place, (host) =>
    host.run('selfTest', { model, device }),
  );
  if (device !== 'gpu' || provider !== 'cpu') return null;
  return fallback === null ? 'The CPU was chosen.' : fallbackSentence(fallback);
}

async function measureOne(
  place: Place,
  model: LoadedModel,
  device: 'cpu' | 'gpu',
  path: string,
): Promise<string[]> {
  const { limen, unavoidableMs, provider, width, height } = await measureLimen(place, {
    path,
    frame: 0,
    model,
    device,
  });
  const rows = [
    tableRow(
      `${model.manifest.id} ${provider} ${String(width)} x ${String(height)}`,
      limen,
      `${((limen.total / unavoidableMs - 1) * 100).toFixed(1)} %`,
    ),
  ];
  const plain = device === 'cpu' ? await measurePython(place, model, path) : null;
  if (plain !== null) {
    const ratio = `x ${(limen.total / plain.total).toFixed(2)}`;
    rows.push(tableRow('  plain Python, Limen takes of its total', plain, ratio));
  }
  return rows;
}

interface LimenMeasured extends Pick<JobOutput<'segmentToPng'>, 'provider' | 'width' | 'height'> {
  limen: Measured;
  /** Decoding, runs, one upsampling and the PNG, the last two alone. */
  unavoidableMs: number;
}

/** The worker's own figures of RUNS pictures after one that warms up. */
function measureLimen(place: Place, job: JobInput<'segment'>): Promise<LimenMeasured> {
  return withHost(place, async (host) => {
    const output = join(place.folder, 'mask.png');
    const runs: (JobOutput<'segmentToPng'> & { aloneMs: number })[] = [];
    for (let run = 0; run <= RUNS; run += 1) {
      // A copy of its own for each run: the worker keeps the picture it decoded last.
      const path = join(place.folder, `run-${String(run)}.jpg`);
      await copyFile(job.path, path);
      const result = await host.run('segmentToPng', { ...job, path, output });
      const aloneMs = await upsamplingAndPngMs(await host.run('segment', { ...job, path }));
      runs.push({ ...result, aloneMs });
    }
    const [first, ...warm] = runs;
    if (first === undefined) throw new Error('nothing was measured');
    const medianOf = (of: (run: (typeof warm)[number]) => number) => median(warm.map(of));
    const parts = {
      decode: medianOf(({ decodeMs }) => decodeMs),
      preprocess: medianOf(({ preprocessMs }) => preprocessMs),
      run: medianOf(({ runMs }) => runMs),
    };
    const total = medianOf(({ totalMs }) => totalMs);
    const postprocess = total - parts.decode - parts.preprocess - parts.run;
    const peakRssMb = medianOf((run) => run.peakRssMb);
    return {
      ...first,
      limen: { ...parts, postprocess, total, peakRssMb },
      unavoidableMs: medianOf((run) => run.decodeMs + run.runMs + run.aloneMs),
    };
  });
}

async function upsamplingAndPngMs({
  probability,
  threshold,
  width,
  height,
}: JobOutput<'segment'>): Promise<number> {
  const values = new Uint16Array(probability.values.slice().buffer);
  const from = performance.now();
  await maskToPng(nativeMask({ ...probability, values }, width, height, threshold));
  return performance.now() - from;
}

/** Null without Python, and for STAPLE, which has no plain counterpart. */
async function measurePython(
  { root, python, folder }: Place,
  { folder: modelFolder, manifest, members }: LoadedModel,
  path: string,
): Promise<Measured | null> {
  const isStaple = manifest.pipeline === 'ensemble' && manifest.combination === 'staple';
  if (python === null || isStaple) return null;
  const { stdout } = await promisify(execFile)(python, [
    join(root, 'tests/bench/plain_inference.py'),
    path,
    join(folder, 'plain.png'),
    String(RUNS),
    String(manifest.threshold),
    ...(members?.map((member) => member.folder) ?? [modelFolder]),
  ]);
  return measured.parse(JSON.parse(stdout));
}

async function withHost<Result>(
  { root }: Place,
  work: (host: WorkerHost) => Promise<Result>,
): Promise<Result> {
  const host = createWorkerHost({ fork: childProcessFork(join(root, 'build/main/worker.js')) });
  try {
    return await work(host);
  } finally {
    await host.close();
  }
}

/** JPEGs of the sizes, made of one synthetic picture. */
async function makePictures(place: Place): Promise<string[]> {
  const original = join(place.folder, 'synthetic.jpg');
  await withHost(place, (host) => host.run('synthesise', { seed: 1, output: original }));
  const bytes = await readFile(original);
  return Promise.all(
    sizes.map(async ({ width, height }) => {
      const path = join(place.folder, `${String(width)}.jpg`);
      const resized = new Transformer(bytes).resize(width, height, ResizeFilterType.CatmullRom);
      await writeFile(path, await resized.jpeg(90));
      return path;
    }),
  );
}
