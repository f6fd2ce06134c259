import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { AppError } from '../../../shared/errors.js';
import { MAX_FILE_BYTES } from '../../dicom/limits.js';

/**
 * The bytes of a regular file of bounded size. Messages never name the file: a name may hold a
 * patient's, and whoever asked knows which file it was. Synchronous: a worker has nothing else to do,
 * and each hop to the thread pool takes longer than reading.
 * Throws `not-found`, `unreadable-file` or `too-large`.
 */
export function readBoundedFile(path: string): Uint8Array {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (cause) {
    throw asAppError(cause);
  }
  try {
    const stats = fstatSync(file);
    if (!stats.isFile()) {
      throw new AppError('unreadable-file', 'This is not a file. Choose a picture.');
    }
    const { size } = stats;
    if (size === 0) {
      throw new AppError('unreadable-file', 'The file is empty. Copy it again from its source.');
    }
    if (size > MAX_FILE_BYTES) {
      throw new AppError(
        'too-large',
        `The file is ${(size / 1024 ** 3).toFixed(1)} GiB; at most ${MAX_FILE_BYTES / 1024 ** 3} GiB is opened. Save a smaller copy.`,
      );
    }
    return readFileSync(file);
  } catch (cause) {
    throw asAppError(cause);
  } finally {
    closeSync(file);
  }
}

function asAppError(cause: unknown): AppError {
  if (cause instanceof AppError) return cause;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown error';
  return code === 'ENOENT'
    ? new AppError('not-found', 'The file is not there any more. Choose it again.')
    : new AppError(
        'unreadable-file',
        `The file cannot be read (${code}). Check that it may be opened and that its disk is there.`,
        { cause },
      );
}
