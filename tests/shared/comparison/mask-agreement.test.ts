import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countAgreement } from '../../../shared/agreement.js';
import { countMasks, resizeMask } from '../../../shared/comparison/mask-agreement.js';
import { maskFromPixels, maskToPixels } from '../../../shared/labelmap.js';

const width = 9;
const height = 6;
const pixels = fc
  .array(fc.nat({ max: 1 }), { minLength: width * height, maxLength: width * height })
  .map((values) => Uint8Array.from(values));

test('counting runs gives what counting pixels gives', () => {
  fc.assert(
    fc.property(pixels, pixels, (a, b) => {
      const [maskA, maskB] = [maskFromPixels(a, width, height), maskFromPixels(b, width, height)];
      expect(countMasks(maskA, maskB)).toEqual(countAgreement(a, b));
    }),
  );
});

test('a reduced pixel is foreground where at least half of its area was', () => {
  fc.assert(
    fc.property(pixels, (values) => {
      const reduced = maskToPixels(resizeMask(maskFromPixels(values, width, height), 3, 3));
      for (const [at, found] of reduced.entries()) {
        let inside = 0;
        for (let y = 0; y < 2; y += 1) {
          for (let x = 0; x < 3; x += 1) {
            const row = Math.floor(at / 3) * 2 + y;
            inside += values[row * width + (at % 3) * 3 + x] ?? 0;
          }
        }
        expect(found).toBe(inside >= 3 ? 1 : 0);
      }
    }),
  );
});

test('a size that does not divide keeps the share of the field', () => {
  const half = maskFromPixels(
    Uint8Array.from({ length: 70 }, (_, index) => (index % 10 < 5 ? 1 : 0)),
    10,
    7,
  );
  expect(maskToPixels(resizeMask(half, 4, 3))).toEqual(
    Uint8Array.from([1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0]),
  );
  expect(resizeMask(half, 10, 7)).toBe(half);
});
