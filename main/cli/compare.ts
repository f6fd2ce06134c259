import { extname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AppError, toAppError } from '../../shared/errors.js';
import { decodeMask, type RunLengthMask } from '../../shared/labelmap.js';
import { buildReport } from '../comparison/build-report.js';
import { measureModel, type MeasuredModel } from '../comparison/measure-model.js';
import {
  maskPathOf,
  picturePaths,
  readIndex,
  readTruth,
  requireSameSize,
} from '../comparison/picture-set.js';
import type { PictureSource } from '../comparison/report-pictures.js';
import { writeReport } from '../comparison/write-report.js';
import type { ComparisonReport } from '../../shared/comparison/report.js';
import { findModel } from '../models/registry.js';
import type { LoadedModel } from '../worker/protocol.js';
import { UsageError, exitCode, progressNotes, type CommandIo } from './command.js';

export const usage = `compare --models A,B[,C...] --images DIR [--masks DIR] [--split NAME] --report FILE
  Runs several models on the same pictures and reports scores against <id>_segmentation.png with
  intervals, paired tests, calibration, review and cost; without --masks how the models agree.
  FILE ends in .json, .csv or .html (self-contained, with pictures).
  --split: the ids of this split in index.csv beside the images folder; otherwise all pictures.`;

const kinds = { '.json': 'json', '.csv': 'csv', '.html': 'html' } as const;
type Ending = keyof typeof kinds;

interface Options {
  models: string[];
  images: string;
  masks: string | null;
  split: string | undefined;
  report: string;
  kind: (typeof kinds)[Ending];
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      models: { type: 'string' },
      images: { type: 'string' },
      masks: { type: 'string' },
      split: { type: 'string' },
      report: { type: 'string' },
    },
  });
  const { images, masks, report, split } = values;
  const models = (values.models ?? '').split(',').filter((id) => id !== '');
  if (images === undefined || report === undefined) {
    throw new UsageError('name the pictures and the report: --images DIR --report FILE');
  }
  if (models.length < 2 || new Set(models).size < models.length) {
    throw new UsageError('name at least two different models: --models A,B');
  }
  const endings = Object.keys(kinds) as Ending[];
  const ending = endings.find((each) => each === extname(report).toLowerCase());
  if (ending === undefined) throw new UsageError(`--report ends in ${endings.join(', ')}`);
  const kind = kinds[ending];
  return {
    models,
    images: resolve(images),
    masks: masks === undefined ? null : resolve(masks),
    split,
    report: resolve(report),
    kind,
  };
}

export async function run(args: string[], io: CommandIo): Promise<number> {
  const options = readOptions(args);
  const models: LoadedModel[] = [];
  for (const id of options.models) models.push(await findModel(io.models, id));
  const pictures = await picturePaths(options.images, options.split);
  const measured: MeasuredModel[] = [];
  for (const model of models) measured.push(await measure(io, model, pictures));
  const { truths, failed } = await readTruths(io, options, measured, pictures);
  const report = buildReport({
    measured,
    truths,
    melanoma: await melanomaIn(options),
    split: options.split ?? null,
    createdAt: new Date(),
  });
  await writeReport(options.report, options.kind, report, {
    workers: io.workers(),
    signal: io.signal,
    sourceOf: (id) => Promise.resolve(sourceOf(id, measured, truths, pictures)),
  });
  summarise(io, report);
  return report.failures.length + failed === 0 ? exitCode.done : exitCode.failed;
}

async function measure(
  io: CommandIo,
  model: LoadedModel,
  pictures: ReadonlyMap<string, string>,
): Promise<MeasuredModel> {
  const { id } = model.manifest;
  const workers = io.newWorkers();
  const noteProgress = progressNotes(io, ` by ${id}`);
  let done = 0;
  try {
    return await measureModel(model, pictures, workers, {
      signal: io.signal,
      onPicture: (failure) => {
        done += 1;
        if (failure) io.note(`${failure.id}, ${id}: ${failure.message} (${failure.code})`);
        noteProgress({ done, total: pictures.size });
      },
    });
  } finally {
    await workers.close();
  }
}

/** Known masks of the pictures, by id; one that does not fit is said and left out. */
async function readTruths(
  io: CommandIo,
  { masks }: Options,
  measured: readonly MeasuredModel[],
  pictures: ReadonlyMap<string, string>,
): Promise<{ truths: Map<string, RunLengthMask> | null; failed: number }> {
  if (masks === null) return { truths: null, failed: 0 };
  const truths = new Map<string, RunLengthMask>();
  let failed = 0;
  for (const id of pictures.keys()) {
    try {
      const truth = await readTruth(io.workers(), maskPathOf(masks, id), io.signal);
      for (const { predictions } of measured) {
        const prediction = predictions.get(id);
        if (prediction) requireSameSize(truth, prediction);
      }
      truths.set(id, truth);
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      if (code === 'cancelled') throw thrown;
      failed += 1;
      io.note(`${id}: ${message} (${code})`);
    }
  }
  return { truths, failed };
}

/** Of an index.csv with the column `melanoma`; empty where there is none. */
async function melanomaIn({ images }: Options): Promise<Map<string, boolean>> {
  try {
    const rows = await readIndex(images);
    const known = rows.filter(({ melanoma = '' }) => melanoma !== '');
    return new Map(known.map((row) => [row['id'] ?? '', Number(row['melanoma']) > 0]));
  } catch (thrown) {
    // A folder of pictures needs no index; without it pictures are not told apart by melanoma.
    if (thrown instanceof AppError && thrown.code === 'not-found') return new Map();
    throw thrown;
  }
}

/** The masks of a picture as a report shows them. */
function sourceOf(
  id: string,
  measured: readonly MeasuredModel[],
  truths: ReadonlyMap<string, RunLengthMask> | null,
  pictures: ReadonlyMap<string, string>,
): PictureSource {
  const masks = measured.flatMap(({ model, predictions }) => {
    const prediction = predictions.get(id);
    return prediction ? [{ model: model.manifest.id, mask: decodeMask(prediction.mask) }] : [];
  });
  return { path: pictures.get(id) ?? '', masks, known: truths?.get(id) ?? null };
}

function summarise(io: CommandIo, { models, pictures, rejected }: ComparisonReport): void {
  io.print(`${models.length} models on ${pictures} pictures`);
  for (const { id, meanJaccard, cost } of models) {
    const score =
      meanJaccard === undefined
        ? ''
        : `  mean J ${meanJaccard.value.toFixed(4)} [${meanJaccard.low.toFixed(4)}, ${meanJaccard.high.toFixed(4)}]`;
    const spent = `${cost.medianRunMs.toFixed(1)} ms, ${(cost.peakRssMb ?? 0).toFixed(0)} MB`;
    io.print(`${id.padEnd(20)}${score}  ${spent}`);
  }
  for (const { model, reason } of rejected) io.note(`${model}: left out, ${reason}`);
}
