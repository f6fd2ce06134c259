import { randomUUID } from 'node:crypto';
import { closeSync, openSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { AppError } from '../../shared/errors.js';

/** A mask's PNG that is being compressed on another thread, and what is computed meanwhile. */
export interface MaskInTheMaking<Result> {
  readonly png: Promise<Uint8Array>;
  readonly meanwhile: () => Result;
}

/**
 * Write a mask's PNG whole or not at all. The file is opened while `making` waits for the picture,
 * which is decoded on another thread. It is not flushed to the disk: unlike a library's files it can
 * be made again from its picture, and a flush takes as long as all the rest. Opened and written
 * synchronously: a worker has nothing else to do then, each hop to the thread pool costs half a
 * millisecond, and a second thread of the pool would take the processor from the one that decodes.
 *
 * @param making begun already
 * @returns what `meanwhile` gives
 * @throws AppError `disk-full`, `write-failed`, and what `making` throws
 */
export async function writeMaskPng<Result>(
  path: string,
  making: Promise<MaskInTheMaking<Result>>,
): Promise<Result> {
  // A random name: that of the picture may be a patient's.
  const temporary = join(dirname(path), `.${randomUUID()}.part`);
  const opening = nextTurn().then(() => openSync(temporary, 'wx'));
  const [opened, made] = await Promise.allSettled([opening, making]);
  try {
    if (opened.status === 'rejected') throw writeFailure(opened.reason);
    const result = await filled(opened.value, made);
    guarded(() => {
      renameSync(temporary, path);
    });
    return result;
  } catch (thrown) {
    rmSync(temporary, { force: true });
    throw thrown;
  }
}

/** Writes what was made into the file, and closes it in any case. */
async function filled<Result>(
  file: number,
  made: PromiseSettledResult<MaskInTheMaking<Result>>,
): Promise<Result> {
  try {
    if (made.status === 'rejected') throw made.reason;
    const result = made.value.meanwhile();
    const png = await made.value.png;
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
    throw writeFailure(cause);
  }
}

function writeFailure(cause: unknown): AppError {
  const full = cause instanceof Error && 'code' in cause && cause.code === 'ENOSPC';
  return new AppError(
    full ? 'disk-full' : 'write-failed',
    full
      ? 'the disk is full; free some space and try again'
      : 'the mask could not be written; check that the output folder may be written to',
    { cause },
  );
}
