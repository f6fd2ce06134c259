import { basename } from 'node:path';
import type { Refusal } from '../../../shared/domain.js';
import { AppError, type ErrorCode } from '../../../shared/errors.js';
import { systemErrorCode } from '../atomic-write.js';
import { reasonOfSystemError } from './list-files.js';

/** What lies with one file and does not keep the others from being imported. */
const ofTheFile: ReadonlySet<ErrorCode> = new Set([
  'bad-input',
  'not-found',
  'unreadable-file',
  'unsupported-format',
  'mask-unfit',
  'too-large',
  'worker-crashed',
  'deadline-exceeded',
  'out-of-memory',
]);

/** The refusal of one file. @throws what concerns more than this file. */
export function refusalOf(path: string, thrown: unknown): Refusal {
  const fileName = basename(path);
  if (thrown instanceof AppError && ofTheFile.has(thrown.code)) {
    return { fileName, code: thrown.code, reason: thrown.message };
  }
  const code = systemErrorCode(thrown);
  if (thrown instanceof AppError || code === null) throw thrown;
  return { fileName, code: 'unreadable-file', reason: reasonOfSystemError(code) };
}
