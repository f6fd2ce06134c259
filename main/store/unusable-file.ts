import { AppError, type ErrorCode } from '../../shared/errors.js';

/** What lies with one picture's file, or with what a decoder does on it, and not with the others. */
const unusable: ReadonlySet<ErrorCode> = new Set([
  'not-found',
  'unreadable-file',
  'unsupported-format',
  'too-large',
  'worker-crashed',
  'deadline-exceeded',
  'out-of-memory',
]);

/** Whether one file failed, so that work on many goes on with the others. */
export function isOfOneFile(thrown: unknown): thrown is AppError {
  return thrown instanceof AppError && unusable.has(thrown.code);
}
