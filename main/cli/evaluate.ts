import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { metricDefinitions, summariseAgreement, type Counts } from '../../shared/agreement.js';
import { AppError, toAppError } from '../../shared/errors.js';
import { findModel, referenceOf } from '../models/registry.js';
import type { LoadedModel } from '../worker/protocol.js';
import { UsageError, exitCode, progressNotes, type CommandIo } from './command.js';
import { choosePictures, scorePicture } from './known-masks.js';

export const usage = `evaluate [--model ID] --images DIR --masks DIR [--split NAME] [--json]
  Scores a model against known masks <id>_segmentation.png, paired by id, at the masks' size.
  --split: the ids of this split in index.csv beside the images folder; otherwise all pictures.`;

interface Options {
  /** Null: the default one. */
  model: string | null;
  images: string;
  masks: string;
  split: string | undefined;
  json: boolean;
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string' },
      images: { type: 'string' },
      masks: { type: 'string' },
      split: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { images, masks, model = null, split, json } = values;
  if (images === undefined || masks === undefined) {
    throw new UsageError('name the folders: --images DIR --masks DIR');
  }
  return { model, images: resolve(images), masks: resolve(masks), split, json };
}

export async function run(args: string[], io: CommandIo): Promise<number> {
  const options = readOptions(args);
  const model = await findModel(io.models, options.model);
  const pictures = await choosePictures(options);
  const counts: Counts[] = [];
  const failures: { id: string; code: string; message: string }[] = [];
  const noteProgress = progressNotes(io);
  for (const picture of pictures) {
    const { id } = picture;
    if (io.signal.aborted) throw new AppError('cancelled', 'stopped before the end');
    try {
      counts.push(await scorePicture(io, model, picture));
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      failures.push({ id, code, message });
      io.note(`${id}: ${message} (${code})`);
    }
    const done = counts.length + failures.length;
    noteProgress({ done, total: pictures.length });
  }
  if (counts.length === 0) throw new AppError('bad-input', 'no picture could be scored');
  report(io, options, model, counts, failures);
  return failures.length === 0 ? exitCode.done : exitCode.failed;
}

function report(
  io: CommandIo,
  { split, json }: Options,
  model: LoadedModel,
  counts: Counts[],
  failures: { id: string; code: string; message: string }[],
): void {
  const metrics = Object.entries(summariseAgreement(counts));
  const definitions: Record<string, string> = metricDefinitions;
  const described = metrics.map(
    ([name, interval]) => [name, { ...interval, definition: definitions[name] }] as const,
  );
  if (json) {
    const { threshold } = model.manifest;
    const scored = { split: split ?? null, pictures: counts.length, threshold };
    io.print(
      JSON.stringify({
        model: referenceOf(model),
        ...scored,
        metrics: Object.fromEntries(described),
        failures,
      }),
    );
    return;
  }
  const { id, version } = model.manifest;
  io.print(
    `${id} ${version} on ${String(counts.length)} pictures${split === undefined ? '' : ` of ${split}`}, 95 % bootstrap intervals over pictures`,
  );
  for (const [name, { value, low, high, definition }] of described) {
    const numbers = `${value.toFixed(4)}  [${low.toFixed(4)}, ${high.toFixed(4)}]`;
    io.print(`${name.padEnd(17)} ${numbers}  ${definition ?? ''}`);
  }
  if (failures.length > 0) io.print(`${String(failures.length)} pictures could not be scored`);
}
