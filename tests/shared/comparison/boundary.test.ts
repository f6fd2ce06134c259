import { expect, test } from 'vitest';
import { boundaryAgreement } from '../../../shared/comparison/boundary.js';
import { maskFromPixels, type Rect } from '../../../shared/labelmap.js';

const side = 64;

function box({ x, y, width, height }: Rect) {
  const pixels = new Uint8Array(side * side);
  for (let row = y; row < y + height; row += 1) {
    pixels.fill(1, row * side + x, row * side + x + width);
  }
  return maskFromPixels(pixels, side, side);
}

const empty = box({ x: 0, y: 0, width: 0, height: 0 });
const a = box({ x: 10, y: 10, width: 20, height: 20 });

test('equal outlines are at distance 0', () => {
  expect(boundaryAgreement(a, a)).toEqual({ hausdorff95: 0, surfaceDice: 1 });
  expect(boundaryAgreement(empty, empty)).toEqual({ hausdorff95: 0, surfaceDice: 1 });
});

test('one empty mask is as far as the field is wide', () => {
  const far = { hausdorff95: Math.hypot(side, side), surfaceDice: 0 };
  expect(boundaryAgreement(a, empty)).toEqual(far);
  expect(boundaryAgreement(empty, a)).toEqual(far);
});

/** From models/training/metrics.py: boundary(a, b) of the same boxes. */
test('a shifted and a larger box are as far as the training computes it', () => {
  const shifted = boundaryAgreement(a, box({ x: 13, y: 10, width: 20, height: 20 }));
  expect(shifted.hausdorff95).toBeCloseTo(3.0, 6);
  expect(shifted.surfaceDice).toBeCloseTo(0.552631579, 6);
  const larger = boundaryAgreement(a, box({ x: 8, y: 5, width: 30, height: 27 }));
  expect(larger.hausdorff95).toBeCloseTo(8.163432175, 6);
  expect(larger.surfaceDice).toBeCloseTo(0.424731183, 6);
});
