import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.js';
import { writeMaskPng } from '../../../main/worker/write-mask-png.js';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-mask-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true });
});

const made = (bytes: number[]) => ({
  png: Promise.resolve(Uint8Array.from(bytes)),
  meanwhile: () => 'said meanwhile',
});

test('what was made is in the file, and nothing else is in the folder', async () => {
  const path = join(folder, 'mask.png');
  await expect(writeMaskPng(path, Promise.resolve(made([1, 2, 3])))).resolves.toBe(
    'said meanwhile',
  );
  expect([...(await readFile(path))]).toEqual([1, 2, 3]);
  expect(await readdir(folder)).toEqual(['mask.png']);
});

test('a picture that cannot be read is told as it is, and leaves no file', async () => {
  const refusal = new AppError('unreadable-file', 'The file is damaged.');
  await expect(writeMaskPng(join(folder, 'mask.png'), Promise.reject(refusal))).rejects.toBe(
    refusal,
  );
  expect(await readdir(folder)).toEqual([]);
});

test('a folder that is not there is told with its remedy', async () => {
  const path = join(folder, 'none', 'mask.png');
  await expect(writeMaskPng(path, Promise.resolve(made([1])))).rejects.toMatchObject({
    code: 'write-failed',
  });
});
