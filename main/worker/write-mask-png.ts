import { randomUUID } from 'node:crypto';
import { rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.js';

/**
 * Write a mask's PNG whole or not at all. It is not flushed to the disk: unlike a library's files
 * it can be made again from its picture, and a flush takes as long as all the rest.
 *
 * @throws AppError `disk-full`, `write-failed`
 */
export async function writeMaskPng(path: string, png: Uint8Array): Promise<void> {
  // A random name: that of the picture may be a patient's.
  const temporary = join(dirname(path), `.${randomUUID()}.part`);
  try {
    await writeFile(temporary, png, { flag: 'wx' });
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, { force: true });
    const full = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
    throw new AppError(
      full ? 'disk-full' : 'write-failed',
      full
        ? 'the disk is full; free some space and try again'
        : 'the mask could not be written; check that the output folder may be written to',
      { cause },
    );
  }
}
