import { Transformer } from '@napi-rs/image';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { deflateSync, constants } from 'node:zlib';
import { FOREGROUND, LabelPng, maskToPng } from '../../main/mask-png.js';
import { RowCompressor } from '../../main/row-compressor.js';
import { maskFromPixels } from '../../shared/labelmap.js';

/** Rows of pixels of 0 and 255, and how many of them come first. */
const cutArbitrary = fc
  .record({
    width: fc.integer({ min: 1, max: 300 }),
    height: fc.integer({ min: 2, max: 60 }),
    seed: fc.integer({ min: 1, max: 50 }),
  })
  .chain(({ width, height, seed }) =>
    fc.record({
      width: fc.constant(width),
      height: fc.constant(height),
      pixels: fc.constant(
        new Uint8Array(width * height).map((_, at) => (Math.floor(at / seed) % 3 === 0 ? 255 : 0)),
      ),
      first: fc.integer({ min: 1, max: height - 1 }),
    }),
  );

test('the bytes are the same however the rows are cut', async () => {
  await fc.assert(
    fc.asyncProperty(cutArbitrary, async ({ width, height, pixels, first }) => {
      const png = new LabelPng(width, height);
      for (const [from, to] of [
        [0, first],
        [first, height],
      ] as const) {
        const strip = pixels.subarray(from * width, to * width);
        const mask = maskFromPixels(strip, width, to - from);
        await png.add([{ mask, value: FOREGROUND }]);
      }
      const whole = await maskToPng(maskFromPixels(pixels, width, height));
      expect(await png.finish()).toEqual(whole);
    }),
    { numRuns: 100 },
  );
});

test('a PNG that lacks rows is refused', async () => {
  const png = new LabelPng(2, 3);
  await png.add([{ mask: maskFromPixels(Uint8Array.of(0, 1), 2, 1), value: FOREGROUND }]);
  await expect(png.finish()).rejects.toThrow(/lacks rows/);
});

test('rows are compressed as zlib does it at once, also in pieces of many sizes', async () => {
  const bytes = new Uint8Array(3_000_000).map((_, at) => ((at * at) >> 16) & 3);
  const compressor = new RowCompressor();
  for (let from = 0, size = 1; from < bytes.length; from += size, size *= 3) {
    const end = Math.min(from + size, bytes.length);
    await compressor.add(bytes.subarray(from, end), { last: end === bytes.length });
  }
  const found = Buffer.concat(await compressor.finish());
  expect(found.equals(deflateSync(bytes, { strategy: constants.Z_RLE }))).toBe(true);
});

test('another decoder reads the mask back, as grey with 8 bits', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 40 }).chain((width) =>
        fc.tuple(
          fc.constant(width),
          fc
            .array(fc.array(fc.constantFrom(0, 255), { minLength: width, maxLength: width }), {
              minLength: 1,
              maxLength: 30,
            })
            .map((rows) => Uint8Array.from(rows.flat())),
        ),
      ),
      async ([width, pixels]) => {
        const height = pixels.length / width;
        const png = Buffer.from(await maskToPng(maskFromPixels(pixels, width, height)));
        const { colorType, width: readWidth } = await new Transformer(png).metadata();
        expect({ colorType, readWidth }).toEqual({ colorType: 0, readWidth: width });
        expect(Uint8Array.from(await new Transformer(png).rawPixels())).toEqual(pixels);
      },
    ),
    { numRuns: 50 },
  );
});
