import { randomBytes } from 'node:crypto';
import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../shared/errors.js';

/** The steps of a write, in order. Tests fail each of them. */
export const writeSteps = ['open', 'write', 'sync', 'compare', 'rename', 'sync-folder'] as const;
export type WriteStep = (typeof writeSteps)[number];

export interface WriteOptions {
  /** Called before each step; what it throws is treated as the step's failure. */
  beforeStep?: (step: WriteStep) => void;
}

/** Ending of files in the making; left-overs of a killed process are removed at the next opening. */
export const temporaryEnding = '.tmp';

/** A new name in the folder that tells nothing of the file's origin. */
export function temporaryPath(folder: string): string {
  return join(folder, `${randomBytes(9).toString('hex')}${temporaryEnding}`);
}

/**
 * Puts a file in place wholly or not at all: a temporary file beside it (mode 0600) is filled,
 * synced, compared and renamed, and the folder is synced. After a failure the old file, if any,
 * is as before and no temporary file is left.
 *
 * @param fill writes the content
 * @param compare re-reads the temporary file and throws when it is not what was meant
 * @throws AppError `disk-full` or `write-failed`; an AppError of `fill` or `compare` as it is.
 */
export async function replaceFile(
  path: string,
  fill: (file: FileHandle) => Promise<void>,
  compare: (temporary: string) => Promise<void>,
  { beforeStep = () => undefined }: WriteOptions = {},
): Promise<void> {
  const folder = dirname(path);
  const temporary = temporaryPath(folder);
  try {
    beforeStep('open');
    const file = await open(temporary, 'wx', 0o600);
    try {
      beforeStep('write');
      await fill(file);
      beforeStep('sync');
      await file.sync();
    } finally {
      await file.close();
    }
    beforeStep('compare');
    await compare(temporary);
    beforeStep('rename');
    await rename(temporary, path);
    beforeStep('sync-folder');
    await syncFolder(folder);
  } catch (thrown) {
    await rm(temporary, { force: true });
    throw writeFailure(thrown);
  }
}

/** Makes names in a folder durable. Windows has no such act and needs none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  await syncPath(folder);
}

/** Makes a file's bytes, or a folder's names, durable. */
export async function syncPath(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const systemError = z.object({ code: z.string() });

/** The `code` of a Node system error such as ENOENT; null for anything else. */
export function systemErrorCode(thrown: unknown): string | null {
  return systemError.safeParse(thrown).data?.code ?? null;
}

/** A failed write as an AppError that says what to do; paths stay out of the message. */
export function writeFailure(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  const code = systemErrorCode(thrown);
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('disk-full', 'The disk is full. Free some space and try again.', {
      cause: thrown,
    });
  }
  return new AppError(
    'write-failed',
    `A file could not be written (${code ?? 'unknown cause'}). Check the folder and its disk.`,
    { cause: thrown },
  );
}
