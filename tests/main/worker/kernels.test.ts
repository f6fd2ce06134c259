import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import loadWabt from 'wabt';
import { kernelBase64 as postprocessBytes } from '../../../main/worker/postprocess-kernel-bytes.js';
import { kernelBase64 as preprocessBytes } from '../../../main/worker/preprocess-kernel-bytes.js';

const folder = resolve(import.meta.dirname, '../../../main/worker');

test.each([
  ['preprocess-kernel.wat', preprocessBytes],
  ['postprocess-kernel.wat', postprocessBytes],
])('the assembled %s is the one its source describes', async (name, bytes) => {
  const wabt = await loadWabt();
  const module = wabt.parseWat(name, await readFile(resolve(folder, name), 'utf8'), { simd: true });
  module.validate();
  const assembled = Buffer.from(module.toBinary({}).buffer).toString('base64');
  expect(bytes).toBe(assembled);
});
