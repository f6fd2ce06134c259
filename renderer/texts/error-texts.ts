import type { TFunction } from 'i18next';
import type { ErrorCode } from '../../shared/errors.js';
import { ApiError } from '../api.js';

/** What is shown of an error: what happened, what to do, and main's own words naming the file. */
export interface ErrorTexts {
  code: ErrorCode;
  what: string;
  remedy: string;
  detail: string;
}

export function errorTexts(thrown: unknown, t: TFunction): ErrorTexts {
  const code = thrown instanceof ApiError ? thrown.code : 'internal';
  return {
    code,
    what: t(`errors.${code}.what`),
    remedy: t(`errors.${code}.remedy`),
    detail: thrown instanceof Error ? thrown.message : String(thrown),
  };
}
