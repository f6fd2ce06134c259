import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, parse, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import {
  countAgreement,
  metricDefinitions,
  summariseAgreement,
  type Counts,
} from '../../shared/agreement.js';
import { AppError, toAppError } from '../../shared/errors.js';
import { decodeMask, maskToPixels } from '../../shared/labelmap.js';
import { defaultModelId, findModel, referenceOf } from '../models/registry.js';
import type { LoadedModel } from '../worker/protocol.js';
import { UsageError, exitCode, type CommandIo } from './command.js';

export const usage = `evaluate [--model ID] --images DIR --masks DIR [--split NAME] [--json]
  Scores a model against known masks <id>_segmentation.png, paired by id, at the masks' size.
  --split: the ids of this split in index.csv beside the images folder; otherwise all pictures.`;

/** A truth pixel above this is foreground. */
const FOREGROUND_ABOVE = 128;
const pictureExtensions = ['.jpg', '.jpeg', '.png', '.tif', '.tiff', '.bmp', '.dcm'];

interface Options {
  model: string;
  images: string;
  masks: string;
  split: string | undefined;
  json: boolean;
}

function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: {
      model: { type: 'string', default: defaultModelId },
      images: { type: 'string' },
      masks: { type: 'string' },
      split: { type: 'string' },
      json: { type: 'boolean', default: false },
    },
  });
  const { images, masks } = values;
  if (images === undefined || masks === undefined) {
    throw new UsageError('name the folders: --images DIR --masks DIR');
  }
  return { ...values, images: resolve(images), masks: resolve(masks), split: values.split };
}

export async function run(args: string[], io: CommandIo): Promise<number> {
  const options = readOptions(args);
  const model = await findModel(io.modelsFolder, options.model);
  const pictures = await choosePictures(options);
  const counts: Counts[] = [];
  const failures: { id: string; code: string; message: string }[] = [];
  for (const [id, path] of pictures) {
    if (io.signal.aborted) throw new AppError('cancelled', 'stopped before the end');
    try {
      counts.push(await scorePicture(io, model, path, join(options.masks, maskFileOf(id))));
    } catch (thrown) {
      const { code, message } = toAppError(thrown);
      failures.push({ id, code, message });
      io.note(`${id}: ${message} (${code})`);
    }
    const done = counts.length + failures.length;
    if (done % 50 === 0) io.note(`${String(done)} of ${String(pictures.size)}`);
  }
  if (counts.length === 0) throw new AppError('bad-input', 'no picture could be scored');
  report(io, options, model, counts, failures);
  return failures.length === 0 ? exitCode.done : exitCode.failed;
}

function maskFileOf(id: string): string {
  return `${id}_segmentation.png`;
}

/** Picture paths by id, sorted. Throws `bad-input` for an id of the split without a picture. */
async function choosePictures({ images, split }: Options): Promise<Map<string, string>> {
  const names = (await readFolder(images)).filter((name) =>
    pictureExtensions.includes(parse(name).ext.toLowerCase()),
  );
  const paths = new Map(names.sort().map((name) => [parse(name).name, join(images, name)]));
  if (split === undefined) return paths;
  const ids = await readSplit(join(dirname(images), 'index.csv'), split);
  return new Map(
    ids.map((id) => {
      const path = paths.get(id);
      if (path !== undefined) return [id, path];
      throw new AppError('bad-input', `index.csv names ${id}, but there is no such picture`);
    }),
  );
}

async function readFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    throw new AppError('not-found', `the folder ${folder} cannot be read`, { cause });
  }
}

/** The ids of one split of an index with the columns `id` and `split`, sorted. */
async function readSplit(indexFile: string, split: string): Promise<string[]> {
  let text;
  try {
    text = await readFile(indexFile, 'utf8');
  } catch (cause) {
    throw new AppError('not-found', `--split needs ${indexFile}`, { cause });
  }
  const [header = [], ...rows] = text.split(/\r?\n/).map((line) => line.split(','));
  const idColumn = header.indexOf('id');
  const splitColumn = header.indexOf('split');
  const chosen = rows.filter((row) => splitColumn >= 0 && row[splitColumn] === split);
  const ids = chosen.flatMap((row) => row[idColumn] ?? []);
  if (ids.length > 0) return ids.sort();
  const known = [...new Set(rows.flatMap((row) => row[splitColumn] ?? []))].join(', ');
  throw new AppError('bad-input', `${indexFile} has no split ${split}; it has: ${known}`);
}

async function scorePicture(
  io: CommandIo,
  model: LoadedModel,
  path: string,
  maskPath: string,
): Promise<Counts> {
  const workers = io.workers();
  const options = { signal: io.signal };
  const found = await workers.run('segment', { path, frame: 0, model, device: 'auto' }, options);
  const truth = await workers.run('readMask', { path: maskPath }, options);
  if (truth.width !== found.width || truth.height !== found.height) {
    throw new AppError(
      'bad-input',
      `the mask has ${String(truth.width)} x ${String(truth.height)} pixels, the picture ${String(found.width)} x ${String(found.height)}`,
    );
  }
  const predicted = maskToPixels(decodeMask(found.mask));
  return countAgreement(
    predicted,
    truth.grey.map((grey) => (grey > FOREGROUND_ABOVE ? 1 : 0)),
  );
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
