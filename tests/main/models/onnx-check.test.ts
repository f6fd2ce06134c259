import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOnnx } from '../../../main/models/onnx-check.js';
import { AppError } from '../../../shared/errors.js';

const folder = resolve(import.meta.dirname, '../../fixtures/models');
const networkBytes = (name: string) => readFile(join(folder, `${name}.onnx`));

describe('checkOnnx', () => {
  test('reads the structure of a good network', async () => {
    expect(checkOnnx(await networkBytes('dark'))).toEqual({
      opset: 18,
      nodes: 1,
      operators: ['Conv'],
    });
  });

  test('looks into the graphs inside operators', async () => {
    const { operators, nodes } = checkOnnx(await networkBytes('endless'));
    expect(operators).toEqual(['Conv', 'Identity', 'Loop', 'Sin']);
    expect(nodes).toBe(4);
  });

  test.each([
    ['external', /another file/],
    ['custom-domain', /default domain/],
  ])('refuses %s', async (name, reason) => {
    const bytes = await networkBytes(name);
    expect(() => checkOnnx(bytes)).toThrow(reason);
  });

  test('refuses what is not ONNX', () => {
    expect(() => checkOnnx(new Uint8Array())).toThrow(/not an ONNX file/);
    expect(() => checkOnnx(Buffer.from('%PDF-1.7 and so on'))).toThrow(AppError);
  });

  test('a damaged file is read or refused, never anything else', async () => {
    const good = await networkBytes('endless');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(good.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 }),
        fc.nat(good.length),
        (changes, length) => {
          const bytes = Uint8Array.from(good.subarray(0, length));
          for (const [at, value] of changes) if (at < length) bytes[at] = value;
          try {
            expect(checkOnnx(bytes).nodes).toBeGreaterThanOrEqual(0);
          } catch (error) {
            expect(error).toMatchObject({ code: 'model-invalid' });
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});
