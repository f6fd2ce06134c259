import { open } from 'node:fs/promises';
import { AppError } from '../../../shared/errors.js';
import { MAX_FILE_BYTES } from '../../dicom/limits.js';

/**
 * The bytes of a regular file of bounded size. Messages never name the file: a name may hold a
 * patient's, and whoever asked knows which file it was.
 * Throws `not-found`, `unreadable-file` or `too-large`.
 */
export async function readBoundedFile(path: string): Promise<Uint8Array> {
  const handle = await open(path, 'r').catch((cause: unknown) => {
    throw asAppError(cause);
  });
  try {
    const { size, isFile } = await handle.stat().then((stats) => ({
      size: stats.size,
      isFile: stats.isFile(),
    }));
    if (!isFile) {
      throw new AppError('unreadable-file', 'This is not a file. Choose a picture.');
    }
    if (size === 0) {
      throw new AppError('unreadable-file', 'The file is empty. Copy it again from its source.');
    }
    if (size > MAX_FILE_BYTES) {
      throw new AppError(
        'too-large',
        `The file is ${(size / 1024 ** 3).toFixed(1)} GiB; at most ${MAX_FILE_BYTES / 1024 ** 3} GiB is opened. Save a smaller copy.`,
      );
    }
    return await handle.readFile();
  } catch (cause) {
    throw asAppError(cause);
  } finally {
    await handle.close();
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
