import { parseArgs } from 'node:util';
import { preflight } from '../models/preflight.js';
import { findModel, listModels, summaryOf } from '../models/registry.js';
import { UsageError, exitCode, type CommandIo } from './command.js';

export const usage = `models list [--json]
       limen models inspect ID [--json]
  list: the installed models; --json: one object a line. inspect: what is checked before use.`;

export async function run(args: string[], io: CommandIo): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { json: { type: 'boolean', default: false } },
  });
  const [verb, id, ...more] = positionals;
  if (verb === 'list' && id === undefined) return list(io, values.json);
  if (verb === 'inspect' && id !== undefined && more.length === 0) {
    return inspect(io, id, values.json);
  }
  throw new UsageError('say `list`, or `inspect` and a model');
}

async function list(io: CommandIo, json: boolean): Promise<number> {
  const { models, refused } = await listModels(io.modelsFolder);
  for (const model of models) {
    const { id, version, params, macs, sha256, metrics, title } = summaryOf(model);
    if (json) io.print(JSON.stringify({ id, version, params, macs, sha256, metrics }));
    else
      io.print(`${id} ${version}  ${title}  ${grouped(params)} parameters, ${grouped(macs)} MACs`);
  }
  for (const { error } of refused) io.note(error.message);
  return refused.length === 0 ? exitCode.done : exitCode.failed;
}

function grouped(count: number | null): string {
  return count === null ? 'unknown' : count.toLocaleString('en');
}

async function inspect(io: CommandIo, id: string, json: boolean): Promise<number> {
  const model = await findModel(io.modelsFolder, id);
  const checks = await preflight(model, io.workers());
  const summary = summaryOf(model);
  if (json) io.print(JSON.stringify({ ...summary, checks }));
  else {
    for (const [name, value] of Object.entries(summary)) {
      io.print(
        `${name.padEnd(14)} ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
      );
    }
    for (const { name, ok, found } of checks) {
      io.print(`${ok ? 'passed' : 'FAILED'}  ${name.padEnd(8)} ${found}`);
    }
  }
  return checks.every(({ ok }) => ok) ? exitCode.done : exitCode.failed;
}
