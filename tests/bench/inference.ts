import { execFile } from 'node:child_process';
import { copyFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ResizeFilterType, Transformer } from '@napi-rs/image';
import { maskToPng } from '../../main/mask-png.js';
import { listModels } from '../../main/models/registry.js';
import { decodeFrame } from '../../main/worker/decode.js';
import { createWorkerHost } from '../../main/worker/host.js';
import { nativeMask } from '../../main/worker/postprocess.js';
import { preprocess } from '../../main/worker/preprocess.js';
import type { JobOutput, LoadedModel, WorkerHost } from '../../main/worker/protocol.js';
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
  return device === 'gpu' && provider === 'cpu' ? (fallback ?? 'The CPU was chosen.') : null;
}

async function measureOne(
  place: Place,
  model: LoadedModel,
  device: 'cpu' | 'gpu',
  path: string,
): Promise<string[]> {
  const { provider, unavoidable, ...limen } = await measureLimen(place, model, device, path);
  const picture = await decodeFrame(path, 0);
  const preprocess = preprocessMs(model, picture);
  const postprocess = limen.total - limen.decode - preprocess - limen.run;
  const { width, height } = picture;
  const rows = [
    tableRow(
      `${model.manifest.id} ${provider} ${String(width)} x ${String(height)}`,
      { ...limen, preprocess, postprocess },
      `${((limen.total / unavoidable - 1) * 100).toFixed(1)} %`,
    ),
  ];
  const plain = device === 'cpu' ? await measurePython(place, model, path) : null;
  if (plain !== null) {
    const ratio = `x ${(limen.total / plain.total).toFixed(2)}`;
    rows.push(tableRow('  plain Python, Limen takes of its total', plain, ratio));
  }
  return rows;
}

/** The worker reports decoding and runs; what comes between is measured here, alone. */
function preprocessMs(
  { manifest, members }: LoadedModel,
  picture: { rgb: Uint8Array; width: number; height: number },
): number {
  const first = members?.[0]?.manifest ?? manifest;
  if (first.pipeline === 'ensemble') throw new Error(`${manifest.id} has no members`);
  const format = first.network_data_format;
  return median(
    Array.from({ length: RUNS }, () => {
      const from = performance.now();
      preprocess(picture, format);
      return performance.now() - from;
    }),
  );
}

interface Reported extends Pick<Measured, 'decode' | 'run' | 'total' | 'peakRssMb'> {
  provider: string;
  /** Decoding, runs, one upsampling and the PNG, the last two alone. */
  unavoidable: number;
}

function measureLimen(
  place: Place,
  model: LoadedModel,
  device: 'cpu' | 'gpu',
  path: string,
): Promise<Reported> {
  return withHost(place, async (host) => {
    const output = join(place.folder, 'mask.png');
    const rows: Reported[] = [];
    for (let run = 0; run <= RUNS; run += 1) {
      // A copy of its own for each run: the worker keeps the picture it decoded last.
      const copy = join(place.folder, `run-${String(run)}.jpg`);
      await copyFile(path, copy);
      const job = { path: copy, frame: 0, model, device };
      const from = performance.now();
      const result = await host.run('segmentToPng', { ...job, output });
      const total = performance.now() - from;
      const aloneMs = await upsamplingAndPngMs(await host.run('segment', job));
      const { decodeMs: decode, runMs, provider, peakRssMb } = result;
      const unavoidable = decode + runMs + aloneMs;
      // The first one also warms up.
      if (run > 0) rows.push({ decode, run: runMs, total, peakRssMb, provider, unavoidable });
    }
    const medianOf = (name: 'decode' | 'run' | 'total' | 'peakRssMb' | 'unavoidable') =>
      median(rows.map((row) => row[name]));
    return {
      decode: medianOf('decode'),
      run: medianOf('run'),
      total: medianOf('total'),
      peakRssMb: medianOf('peakRssMb'),
      unavoidable: medianOf('unavoidable'),
      provider: rows[0]?.provider ?? '',
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

/** Null without Python, and for models of several networks: the plain script runs one. */
async function measurePython(
  { root, python, folder }: Place,
  { folder: modelFolder, manifest }: LoadedModel,
  path: string,
): Promise<Measured | null> {
  if (python === null || manifest.pipeline !== undefined) return null;
  const { width, height } = manifest.network_data_format;
  const { stdout } = await promisify(execFile)(python, [
    join(root, 'tests/bench/plain_inference.py'),
    join(modelFolder, manifest.network.file),
    String(width),
    String(height),
    String(manifest.threshold),
    path,
    join(folder, 'plain.png'),
    String(RUNS),
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
