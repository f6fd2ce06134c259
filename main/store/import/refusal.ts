import { basename } from 'node:path';
import type { Refusal } from '../../../shared/domain.js';
import { AppError, type ErrorCode } from '../../../shared/errors.js';
import { systemErrorCode } from '../atomic-write.js';
import { isOfOneFile } from '../unusable-file.js';
import { reasonOfSystemError } from './list-files.js';

/** What else an import may find of one file. */
const ofTheImport: ReadonlySet<ErrorCode> = new Set(['bad-input', 'mask-unfit']);

/** The refusal of one file. @throws what concerns more than this file. */
export function refusalOf(path: string, thrown: unknown): Refusal {
  const fileName = basename(path);
  if (isOfOneFile(thrown) || (thrown instanceof AppError && ofTheImport.has(thrown.code))) {
    return { fileName, code: thrown.code, reason: thrown.message };
  }
  const code = systemErrorCode(thrown);
  if (thrown instanceof AppError || code === null) throw thrown;
  return { fileName, code: 'unreadable-file', reason: reasonOfSystemError(code) };
}
