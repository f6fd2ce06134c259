import { randomUUID } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.js';

/**
 * Write a mask's PNG whole or not at all. It is not flushed to the disk: unlike a library's files
 * it can be made again from its picture, and a flush takes as long as all the rest. Synchronous: a
 * worker has nothing else to do meanwhile, and each hop to the thread pool costs half a millisecond.
 *
 * @throws AppError `disk-full`, `write-failed`
 */
export function writeMaskPng(path: string, png: Uint8Array): void {
  // A random name: that of the picture may be a patient's.
  const temporary = join(dirname(path), `.${randomUUID()}.part`);
  try {
    writeFileSync(temporary, png, { flag: 'wx' });
    renameSync(temporary, path);
  } catch (cause) {
    rmSync(temporary, { force: true });
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
