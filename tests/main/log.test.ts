import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../shared/errors.js';
import { errorFields, openLog, windowErrorFields } from '../../main/log.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'limen-log-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

test('an event is one line with its time, and the file is private', () => {
  const log = openLog(folder, { now: () => 0 });
  log.info('worker.exit', { lane: 'batch', code: 9, note: 'two\nlines' });
  const path = join(folder, 'limen.log');
  expect(readFileSync(path, 'utf8')).toBe(
    '1970-01-01T00:00:00.000Z info worker.exit lane=batch code=9 note="two\\nlines"\n',
  );
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

test('rotates by size, keeps four files and loses no recent line', () => {
  const log = openLog(folder, { maxBytes: 200 });
  for (let line = 0; line < 60; line += 1) log.info('line', { line });
  expect(readdirSync(folder).sort()).toEqual([
    'limen.1.log',
    'limen.2.log',
    'limen.3.log',
    'limen.log',
  ]);
  for (const name of readdirSync(folder)) {
    expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(200);
  }
  expect(readFileSync(join(folder, 'limen.log'), 'utf8')).toContain('line=59');
});

test('goes on where the last start ended', () => {
  openLog(folder).info('first');
  openLog(folder).info('second');
  expect(readFileSync(join(folder, 'limen.log'), 'utf8').trim().split('\n')).toHaveLength(2);
});

test('of an error the code and the places are logged, never the message', () => {
  const cause = new Error('cannot read /home/doctor/Jane Doe 1970.jpg');
  const fields = errorFields(new AppError('unreadable-file', 'Jane Doe 1970.jpg', { cause }));
  expect(fields['code']).toBe('unreadable-file');
  expect(fields['places']).toMatch(/^AppError@log\.test\.ts:\d+:\d+\/Error@log\.test\.ts:\d+:\d+$/);
  expect(JSON.stringify(fields)).not.toContain('Doe');
});

test('of an error of the window the kind, the code and the places are logged', () => {
  const stack =
    'TypeError: no Jane Doe.jpg\n    at load (app://limen/assets/main-B3x.js:12:30)\n    at app://limen/assets/read.js:1:2';
  expect(windowErrorFields(stack)).toEqual({
    kind: 'TypeError',
    places: 'main-B3x.js:12:30/read.js:1:2',
  });
  expect(windowErrorFields('ApiError bad-input')).toEqual({
    kind: 'ApiError bad-input',
    places: '',
  });
  expect(windowErrorFields('Jane Doe.jpg is broken')['kind']).toBe('unknown');
});
