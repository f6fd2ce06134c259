import { Transformer } from '@napi-rs/image';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { maskToPng } from '../../main/mask-png.js';
import { maskFromPixels } from '../../shared/labelmap.js';

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
