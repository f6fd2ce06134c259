import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Transformer } from '@napi-rs/image';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { AppError } from '../../../shared/errors.js';
import { decodeMask, maskArea } from '../../../shared/labelmap.js';
import { synthesise } from '../../../main/synthetic/job.js';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'limen-synthetic-'));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

test('writes a private JPEG of the size of the mask it answers', async () => {
  const output = join(folder, 'picture.jpg');
  const { width, height, mask } = await synthesise({ seed: 3, output });
  const metadata = await new Transformer(await readFile(output)).metadata();
  expect([metadata.width, metadata.height]).toEqual([width, height]);
  expect((await stat(output)).mode & 0o777).toBe(0o600);
  const decoded = decodeMask(mask);
  expect([decoded.width, decoded.height]).toEqual([width, height]);
  expect(maskArea(decoded)).toBeGreaterThan(width * height * 0.03);
});

test('says so where the picture cannot be written', async () => {
  const output = join(folder, 'absent', 'picture.jpg');
  await expect(synthesise({ seed: 3, output })).rejects.toSatisfy(
    (error) => error instanceof AppError && error.code === 'write-failed',
  );
});
