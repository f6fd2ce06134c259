import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { AppError } from '../../shared/errors.js';
import { UsageError } from './command.js';

/** @throws UsageError when an option that must be there is not. */
export function required(value: string | undefined, option: string): string {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`${option} is missing`);
}

/**
 * The arguments of a command that only reads a library: `--library DIR [--json]`.
 * @throws UsageError for anything else
 */
export function readingArguments(args: string[]): { folder: string; json: boolean } {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { library: { type: 'string' }, json: { type: 'boolean', default: false } },
  });
  const folder = required(values.library, '--library DIR');
  if (positionals.length > 0) throw new UsageError(`what is ${String(positionals[0])}?`);
  return { folder, json: values.json };
}

/** The version in the application's package.json, which lies above this file, built or packaged. */
export function applicationVersion(): string {
  const schema = z.object({ name: z.literal('limen'), version: z.string() });
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    const path = join(folder, 'package.json');
    if (existsSync(path)) {
      const found = schema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
      if (found.success) return found.data.version;
    }
    if (dirname(folder) === folder) {
      throw new AppError('internal', 'The application is incomplete: its package.json is missing.');
    }
  }
}
