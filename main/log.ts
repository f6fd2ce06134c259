import { appendFileSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { AppError } from '../shared/errors.js';

/** Ids, counts, codes and versions. A patient's attribute or a file's name never belongs here. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

export interface Log {
  info(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

const keptFiles = 4;

/**
 * A text log in `folder` (limen.log, limen.1.log ... the oldest), one line an event. Lines are
 * written at once, so the last one before a crash is there.
 */
export function openLog(
  folder: string,
  { now = Date.now, maxBytes = 1_000_000 }: { now?: () => number; maxBytes?: number } = {},
): Log {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const path = (age: number): string =>
    join(folder, age === 0 ? 'limen.log' : `limen.${String(age)}.log`);
  let bytes = statSync(path(0), { throwIfNoEntry: false })?.size ?? 0;

  function rotate(): void {
    rmSync(path(keptFiles - 1), { force: true });
    for (let age = keptFiles - 2; age >= 0; age -= 1) {
      if (statSync(path(age), { throwIfNoEntry: false })) renameSync(path(age), path(age + 1));
    }
    bytes = 0;
  }

  function write(level: string, event: string, fields: LogFields): void {
    const words = Object.entries(fields).map(([name, value]) => `${name}=${shown(value)}`);
    const line = `${[new Date(now()).toISOString(), level, event, ...words].join(' ')}\n`;
    const size = Buffer.byteLength(line);
    if (bytes > 0 && bytes + size > maxBytes) rotate();
    appendFileSync(path(0), line, { mode: 0o600 });
    bytes += size;
  }

  return {
    info: (event, fields = {}) => {
      write('info', event, fields);
    },
    error: (event, fields = {}) => {
      write('error', event, fields);
    },
  };
}

/** One word or a JSON string, so that a line stays a line. */
function shown(value: string | number | boolean | null): string {
  const text = String(value);
  return /^[\w.:@/+-]*$/.test(text) ? text : JSON.stringify(text);
}

/** What of an error may be logged: its code and where in the program it arose, not its message. */
export function errorFields(error: AppError): LogFields {
  const places: string[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) {
    const frame = cause.stack?.split('\n').find((line) => /^\s+at /.test(line));
    const place = frame?.match(/([\w.-]+:\d+:\d+)\)?$/)?.[1];
    places.push(`${cause.name}@${place ?? 'unknown'}`);
  }
  return { code: error.code, places: places.join('/') };
}

/**
 * What of a window's error text may be logged: the error's kind, the code after it and the places
 * in the program. The text between them may name a picture.
 */
export function windowErrorFields(text: string): LogFields {
  const kind = /^\w*Error\b(?: [a-z-]+$)?/.exec(text)?.[0] ?? 'unknown';
  const places = text.match(/[\w-]+\.(?:js|tsx?):\d+:\d+/g) ?? [];
  return { kind: kind.slice(0, 60), places: places.slice(0, 6).join('/') };
}
