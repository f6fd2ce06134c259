import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import loadWabt from 'wabt';
import { kernelBase64 } from '../../../main/worker/preprocess-kernel-bytes.js';

const source = resolve(import.meta.dirname, '../../../main/worker/preprocess-kernel.wat');

test('the assembled kernel is the one its source describes', async () => {
  const wabt = await loadWabt();
  const module = wabt.parseWat('preprocess-kernel.wat', await readFile(source, 'utf8'), {
    simd: true,
  });
  module.validate();
  const assembled = Buffer.from(module.toBinary({}).buffer).toString('base64');
  expect(kernelBase64).toBe(assembled);
});
