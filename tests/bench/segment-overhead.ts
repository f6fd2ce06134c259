import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { findModel } from '../../main/models/registry.js';
import { decodeFrame } from '../../main/worker/decode.js';
import { maskToPng } from '../../main/mask-png.js';
import { nativeMask, quantiseLogits } from '../../main/worker/postprocess.js';
import { loadFieldNetwork } from '../../main/worker/predict/single.js';
import { preprocessInKernel } from '../../main/worker/preprocess.js';
import { inferenceJobs } from '../../main/worker/segment-job.js';
import { median } from './median.js';

/**
 * What segmenting costs beyond its four unavoidable parts. For each picture: the whole job of a worker,
 * as `limen segment` has it done and timed. Beside it decoding, the session's run, one upsampling to
 * native size and the PNG's encoding, each alone. Medians over the pictures.
 *
 * All of it in this process: two processes differ by one or two hundredths however alike they are, by
 * where their memory lies, and each finds the caches full of what the other has done.
 */
export async function measureOverhead(
  root: string,
  modelId: string | null,
  pictures: string[],
): Promise<string[]> {
  const model = await findModel({ shipped: join(root, 'models'), added: '' }, modelId);
  const { manifest } = model;
  if (manifest.pipeline !== undefined) throw new Error(`${manifest.id} is more than one network`);
  const network = await loadFieldNetwork(model.folder, manifest, 'cpu');
  const { network_data_format: format, threshold } = manifest;
  // Where results of this project go: to make a file takes ten times as long in some folders for
  // temporary ones, in which many were deleted just now.
  const outputs = join(root, '.limen-out');
  await mkdir(outputs, { recursive: true });
  const folder = await mkdtemp(join(outputs, 'bench-segment-'));
  await inferenceJobs.selfTest({ model, device: 'cpu' });

  const times = new Map<string, number[]>();
  const note = (name: string, ms: number) => times.set(name, [...(times.get(name) ?? []), ms]);
  async function timed<Result>(name: string, work: () => Result | Promise<Result>) {
    const from = performance.now();
    const result = await work();
    note(name, performance.now() - from);
    return result;
  }

  // As in a worker.
  setFlagsFromString('--no-incremental-marking');
  async function segment(path: string, output: string): Promise<void> {
    const job = { path, frame: 0, model, device: 'cpu' as const, output };
    const whole = await inferenceJobs.segmentToPng(job);
    note('total', whole.totalMs);
    note('its decode', whole.decodeMs);
    note('preprocess', whole.preprocessMs);
    note('its run', whole.runMs);
  }
  async function measureParts(path: string): Promise<void> {
    const { rgb, width, height } = await timed('decode', () => decodeFrame(path, 0));
    const planes = preprocessInKernel({ rgb, width, height }, format);
    const logits = await timed('run', () => network.run(planes));
    const grid = quantiseLogits(logits, format.width, format.height);
    const mask = await timed('upsampling', () => nativeMask(grid, width, height, threshold));
    await timed('png', () => maskToPng(mask));
  }
  // One after the other for each picture, since a machine's speed changes from minute to minute, and in
  // turns: whichever comes second finds the file in the processor's cache.
  for (const [index, path] of pictures.map((picture) => resolve(picture)).entries()) {
    const output = join(folder, `${String(index)}.png`);
    if (index % 2 === 0) await segment(path, output);
    await measureParts(path);
    if (index % 2 === 1) await segment(path, output);
  }
  await rm(folder, { recursive: true });

  const parts = ['decode', 'run', 'upsampling', 'png'].map((name) => times.get(name) ?? []);
  const sums = pictures.map((_, index) => parts.reduce((sum, part) => sum + (part[index] ?? 0), 0));
  const totals = times.get('total') ?? [];
  // Picture by picture: sizes come in clusters, and the medians of two columns may fall into two.
  const beyond = sums.map((sum, index) => ((totals[index] ?? 0) / sum - 1) * 100);
  return [
    ...[...times].map(([name, values]) => `${name.padEnd(12)} ${median(values).toFixed(2)} ms`),
    `four alone   ${median(sums).toFixed(2)} ms`,
    `beyond       ${median(beyond).toFixed(1)} %`,
  ];
}
