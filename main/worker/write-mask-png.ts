import { randomUUID } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { AppError } from '../../shared/errors.js';

/**
 * Write a mask's PNG whole or not at all. The file is made while the PNG is still compressed on
 * another thread, which takes as long as computing what else there is to say of the mask. It is not
 * flushed to the disk: unlike a library's files it can be made again from its picture, and a flush
 * takes as long as all the rest. Synchronous: a worker has nothing else to do meanwhile, and each
 * hop to the thread pool costs half a millisecond.
 *
 * @param meanwhile computed while the PNG is compressed
 * @returns what `meanwhile` gives
 * @throws AppError `disk-full`, `write-failed`
 */
export async function writeMaskPng<Result>(
  path: string,
  compressing: Promise<Uint8Array>,
  meanwhile: () => Result,
): Promise<Result> {
  // A random name: that of the picture may be a patient's.
  const temporary = join(dirname(path), `.${randomUUID()}.part`);
  const file = guarded(() => openSync(temporary, 'wx'));
  try {
    const result = await filled(file, compressing, meanwhile);
    guarded(() => {
      renameSync(temporary, path);
    });
    return result;
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw thrown;
  }
}

async function filled<Result>(
  file: number,
  compressing: Promise<Uint8Array>,
  meanwhile: () => Result,
): Promise<Result> {
  try {
    const result = meanwhile();
    const png = await compressing;
    guarded(() => {
      writeFileSync(file, png);
    });
    return result;
  } finally {
    closeSync(file);
  }
}

function guarded<Result>(act: () => Result): Result {
  try {
    return act();
  } catch (cause) {
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
