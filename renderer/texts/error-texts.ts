import type { TFunction } from 'i18next';
import { errorCodes, type ErrorCode } from '../../shared/errors.js';
import { ApiError } from '../api.js';

/** What is shown of an error: what happened, what to do, and main's own words naming the file. */
export interface ErrorTexts {
  code: ErrorCode;
  what: string;
  remedy: string;
  detail: string;
}

/** Of a failure that main told of in what it sends on its own. */
export function failureTexts(
  { code, reason }: { code: string; reason: string },
  t: TFunction,
): ErrorTexts {
  const known = errorCodes.find((each) => each === code) ?? 'internal';
  return {
    code: known,
    what: t(`errors.${known}.what`),
    remedy: t(`errors.${known}.remedy`),
    detail: reason,
  };
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
