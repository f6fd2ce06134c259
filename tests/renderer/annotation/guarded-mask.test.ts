import fc from 'fast-check';
import { expect, test } from 'vitest';
import { guardedMask } from '../../../renderer/annotation/guarded-mask.js';
import { maskFromPixels, maskToPixels } from '../../../shared/labelmap.js';

const [width, height] = [7, 5];
const mask = fc
  .uint8Array({ minLength: width * height, maxLength: width * height, max: 1 })
  .map((pixels) => maskFromPixels(pixels, width, height));

test.each(['inside', 'outside'] as const)(
  'a command changes pixels %s the guarding segment only, and there all it would',
  (where) => {
    fc.assert(
      fc.property(mask, mask, mask, (before, target, guard) => {
        const [was, wanted, inside] = [before, target, guard].map((each) => maskToPixels(each));
        const becomes = maskToPixels(guardedMask(before, target, guard, where));
        becomes.forEach((pixel, index) => {
          const isFree = (inside?.[index] === 1) === (where === 'inside');
          expect(pixel).toBe(isFree ? wanted?.[index] : was?.[index]);
        });
      }),
    );
  },
);
