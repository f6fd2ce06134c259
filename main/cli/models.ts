import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { addModel, removeModel } from '../models/add-model.js';
import { defaultModelId } from '../models/default-model.js';
import { preflight, type PreflightCheck } from '../models/preflight.js';
import { findModel, listModels, summaryOf } from '../models/registry.js';
import { UsageError, exitCode, type CommandIo } from './command.js';
import { required } from './library-arguments.js';
import { promote } from './models-promote.js';

export const usage = `models list [--json]
       limen models inspect ID [--json]
       limen models add PACKAGE [--json]
       limen models remove ID
       limen models promote ID|PACKAGE --images DIR --masks DIR [--split NAME] [--json]
                            [--force --reason TEXT]
  list: the installed models; --json: one object a line. inspect: what is checked before use.
  add: verifies the package (a folder with model.json) and installs a copy for this user.
  promote: runs the default model and the named one on a locked set <id>_segmentation.png, prints
  what gets better and worse, and makes the named one the default. A worse one is refused unless
  forced with a reason, which is recorded.`;

const options = {
  json: { type: 'boolean', default: false },
  images: { type: 'string' },
  masks: { type: 'string' },
  split: { type: 'string' },
  force: { type: 'boolean', default: false },
  reason: { type: 'string' },
} as const;

export async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options });
  const [verb, subject, ...more] = positionals;
  if (verb === 'list' && subject === undefined) return list(io, values.json);
  if (subject !== undefined && more.length === 0) {
    if (verb === 'inspect') return inspect(io, subject, values.json);
    if (verb === 'add') return add(io, subject, values.json);
    if (verb === 'remove') return remove(io, subject);
    if (verb === 'promote') {
      const { images, masks, split, force, json } = values;
      return promote(io, {
        candidate: subject,
        locked: {
          images: resolve(required(images, '--images DIR')),
          masks: resolve(required(masks, '--masks DIR')),
          split,
        },
        forcedBecause: force
          ? required(values.reason, '--reason TEXT, which --force needs,')
          : null,
        json,
      });
    }
  }
  throw new UsageError('say `list`, or `inspect`, `add`, `remove` or `promote` and a model');
}

async function list(io: CommandIo, json: boolean): Promise<number> {
  const { models, refused } = await listModels(io.models);
  const defaultId = await defaultModelId(io.models);
  for (const model of models) {
    const { id, version, params, macs, sha256, metrics, title } = summaryOf(model, defaultId);
    const isDefault = id === defaultId;
    if (json) io.print(JSON.stringify({ id, version, params, macs, sha256, metrics, isDefault }));
    else
      io.print(`${id} ${version}${isDefault ? ' (default)' : ''}  ${title}${size(params, macs)}`);
  }
  for (const { error } of refused) io.note(error.message);
  return refused.length === 0 ? exitCode.done : exitCode.failed;
}

/** Nothing for an ensemble: its members have sizes. */
function size(params: number | null, macs: number | null): string {
  if (params === null || macs === null) return '';
  return `  ${params.toLocaleString('en')} parameters, ${macs.toLocaleString('en')} MACs`;
}

async function inspect(io: CommandIo, id: string, json: boolean): Promise<number> {
  const model = await findModel(io.models, id);
  const checks = await preflight(model, io.workers());
  const summary = summaryOf(model, await defaultModelId(io.models));
  if (json) io.print(JSON.stringify({ ...summary, checks }));
  else {
    for (const [name, value] of Object.entries(summary)) {
      io.print(
        `${name.padEnd(14)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
      );
    }
    printChecks(io, checks);
  }
  return checks.every(({ ok }) => ok) ? exitCode.done : exitCode.failed;
}

async function add(io: CommandIo, packageFolder: string, json: boolean): Promise<number> {
  const { model, checks, isNew } = await addModel(io.models, packageFolder, io.workers());
  const { id, version } = model.manifest;
  if (json) io.print(JSON.stringify({ id, version, isNew, checks }));
  else printChecks(io, checks);
  io.note(isNew ? `${id} ${version} is installed` : `${id} ${version} was installed before`);
  return exitCode.done;
}

async function remove(io: CommandIo, id: string): Promise<number> {
  if (id === (await defaultModelId(io.models))) {
    throw new UsageError(`${id} is the default model; promote another one first`);
  }
  await removeModel(io.models, id);
  io.note(`${id} is removed`);
  return exitCode.done;
}

function printChecks(io: CommandIo, checks: readonly PreflightCheck[]): void {
  for (const { name, ok, found } of checks) {
    io.print(`${ok ? 'passed' : 'FAILED'}  ${name.padEnd(8)} ${found}`);
  }
}
