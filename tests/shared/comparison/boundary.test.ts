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

const equal = { hausdorff95: 0, meanSurfaceDistance: 0, surfaceDice: 1 };

test('equal outlines are at distance 0', () => {
  expect(boundaryAgreement(a, a)).toEqual(equal);
  expect(boundaryAgreement(empty, empty)).toEqual(equal);
});

test('one empty mask is as far as the field is wide', () => {
  const diagonal = Math.hypot(side, side);
  const far = { hausdorff95: diagonal, meanSurfaceDistance: diagonal, surfaceDice: 0 };
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

test('the mean distance is over the pixels of both outlines', () => {
  const dot = (x: number) => box({ x, y: 5, width: 1, height: 1 });
  const pair = box({ x: 10, y: 5, width: 2, height: 1 });
  expect(boundaryAgreement(dot(10), dot(14)).meanSurfaceDistance).toBe(4);
  // The dot is on the pair; of the pair one pixel is on the dot and one beside it.
  expect(boundaryAgreement(dot(10), pair).meanSurfaceDistance).toBeCloseTo(1 / 3, 12);
});
