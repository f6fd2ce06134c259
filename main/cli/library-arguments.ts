import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.js';
import { UsageError } from './command.js';

/** @throws UsageError when an option that must be there is not. */
export function required(value: string | undefined, option: string): string {
  if (value !== undefined && value !== '') return value;
  throw new UsageError(`${option} is missing`);
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
