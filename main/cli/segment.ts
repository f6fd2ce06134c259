import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, toAppError } from '../../shared/errors.js';
import { findModel } from '../models/registry.js';
import { fallbackSentence } from '../worker/fallback-sentence.js';
import type { JobInput, JobOutput, LoadedModel } from '../worker/protocol.js';
import { UsageError, exitCode, progressNotes, type CommandIo } from './command.js';
import { maskName, nameKey, planOutputs, type PlannedFile } from './segment-plan.js';

export const usage = `segment [--model ID] [--output DIR] [--device auto|cpu|gpu] [--json] FILE...
  Writes <stem>_segmentation.png (8-bit grey, 0 and 255, native size) for each picture,
  <stem>_f0002_segmentation.png for a second frame. --json: one line of JSON a mask.`;

type Device = JobInput<'segment'>['device'];

interface Options {
  /** Null: the default one. */
  model: string | null;
  output: string;
  device: Device;
  json: boolean;
  files: string[];
}

function readOptions(args: string[]): Options {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: {
      model: { type: 'string' },
      output: { type: 'string', default: '.' },
      device: { type: 'string', default: 'auto' },
      json: { type: 'boolean', default: false },
    },
  });
  if (positionals.length === 0) throw new UsageError('name at least one picture');
  const { device } = values;
  if (device !== 'auto' && device !== 'cpu' && device !== 'gpu') {
    throw new UsageError(`--device is auto, cpu or gpu, not ${device}`);
  }
  return { ...values, model: values.model ?? null, device, files: positionals };
}

export async function run(args: string[], io: CommandIo): Promise<number> {
  const { model: wanted, output, device, json, files } = readOptions(args);
  const planned = planOutputs(files);
  const model = await findModel(io.models, wanted);
  await mkdir(output, { recursive: true });
  // The network is loaded once, before the first picture's time begins.
  const { provider, fallback } = await io.workers().run('selfTest', { model, device });
  io.note(
    `${model.manifest.id} on ${provider}${fallback === null ? '' : ` (${fallbackSentence(fallback)})`}`,
  );

  const work: Work = {
    io,
    model,
    device,
    output,
    json,
    reserved: new Set(planned.map(({ stem }) => nameKey(maskName(stem, 1)))),
  };
  const noteProgress = progressNotes(io);
  const from = performance.now();
  let masks = 0;
  let failed = 0;
  for (const [index, file] of planned.entries()) {
    const counted = await segmentFile(work, file);
    masks += counted.masks;
    failed += counted.failed;
    if (io.signal.aborted) break;
    noteProgress({ done: index + 1, total: planned.length });
  }
  const seconds = ((performance.now() - from) / 1000).toFixed(1);
  io.note(`${String(masks)} masks, ${String(failed)} failed, ${seconds} s`);
  return failed === 0 ? exitCode.done : exitCode.failed;
}

interface Work {
  io: CommandIo;
  model: LoadedModel;
  device: Device;
  output: string;
  json: boolean;
  /** Names of masks that are written or will be, as nameKey makes them. */
  reserved: Set<string>;
}

/** Every frame of one file. A frame that fails is said and counted; the next ones go on. */
async function segmentFile(
  work: Work,
  { file, stem }: PlannedFile,
): Promise<{ masks: number; failed: number }> {
  const { io, json, model } = work;
  let frames = 1;
  let masks = 0;
  let failed = 0;
  for (let frame = 1; frame <= frames; frame += 1) {
    try {
      const maskPng = join(work.output, reserveName(work.reserved, stem, frame));
      const result = await segmentFrame(work, file, frame, maskPng);
      frames = result.frames;
      masks += 1;
      io.print(json ? jsonLine(file, frame, maskPng, model, result) : `${file} -> ${maskPng}`);
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      failed += 1;
      if (json) io.print(JSON.stringify({ file, ...numbered(frame), error: { code, message } }));
      else io.note(`${file}: ${message} (${code})`);
      if (code === 'cancelled') break;
    }
  }
  return { masks, failed };
}

/** @throws AppError `bad-input` when a frame's mask would overwrite another input's. */
function reserveName(reserved: Set<string>, stem: string, frame: number): string {
  const name = maskName(stem, frame);
  if (frame === 1) return name;
  if (reserved.has(nameKey(name))) {
    throw new AppError('bad-input', `${name} is the mask of another input; segment one at a time`);
  }
  reserved.add(nameKey(name));
  return name;
}

function segmentFrame(
  { io, model, device }: Work,
  file: string,
  frame: number,
  maskPng: string,
): Promise<JobOutput<'segmentToPng'>> {
  const job = { path: resolve(file), frame: frame - 1, model, device, output: resolve(maskPng) };
  return io.workers().run('segmentToPng', job, { signal: io.signal });
}

/** The first frame's line has no number: most files have one frame. */
function numbered(frame: number): { frame?: number } {
  return frame === 1 ? {} : { frame };
}

function jsonLine(
  file: string,
  frame: number,
  output: string,
  model: LoadedModel,
  result: JobOutput<'segmentToPng'>,
): string {
  return JSON.stringify({
    file,
    ...numbered(frame),
    output,
    model: model.manifest.id,
    device: result.provider,
    confidence: rounded(result.confidence, 4),
    width: result.width,
    height: result.height,
    decodeMs: rounded(result.decodeMs, 2),
    runMs: rounded(result.runMs, 2),
    totalMs: rounded(result.totalMs, 2),
    peakRssMb: rounded(result.peakRssMb, 1),
  });
}

function rounded(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
