import { expect, test } from 'vitest';
import { MaskLayer } from '../../../renderer/viewport/mask-layer.js';
import { sampleLesion } from '../../../renderer/viewport/sample-lesion.js';
import type { SegmentId } from '../../../shared/domain.js';
import { encodeMask, maskFromPixels } from '../../../shared/labelmap.js';

/** A picture whose red is the column and whose green is the row, both in quarters. */
function picture(width: number, height: number): Uint8Array {
  const rgba = new Uint8Array(4 * width * height);
  for (let index = 0; index < width * height; index += 1) {
    rgba.set([(index % width) / 4, Math.floor(index / width) / 4, 7, 255], 4 * index);
  }
  return rgba;
}

/** A square of 400 pixels as one segment. */
function square(width: number, height: number, segment: SegmentId, left: number, top: number) {
  const pixels = new Uint8Array(width * height);
  for (let row = top; row < top + 400; row += 1) {
    pixels.fill(1, row * width + left, row * width + left + 400);
  }
  return { segment, mask: encodeMask(maskFromPixels(pixels, width, height)) };
}

test('holds the lesion with skin around, few cells however large it is, in image coordinates', () => {
  const [width, height] = [1000, 700];
  const layer = new MaskLayer({ width, height }, [
    square(width, height, 'lesion', 300, 200),
    square(width, height, 'negative-network', 500, 200),
  ]);
  const sample = sampleLesion(layer, picture(width, height));
  expect(sample).toMatchObject({ x: 240, y: 140, step: 2, width: 260, height: 260 });
  if (sample === null) throw new Error('there is a lesion');
  const cellOf = (x: number, y: number): number =>
    Math.floor((y - sample.y) / sample.step) * sample.width +
    Math.floor((x - sample.x) / sample.step);
  const at = cellOf(400, 300);
  expect([...sample.rgb.subarray(3 * at, 3 * at + 3)]).toEqual([100, 75, 7]);
  const cells = [cellOf(290, 300), cellOf(310, 300), cellOf(690, 300)];
  expect(cells.map((cell) => sample.lesion[cell])).toEqual([0, 1, 1]);
  expect(cells.map((cell) => sample.structures.network[cell])).toEqual([0, 0, 1]);
  expect(sample.structures.streaks.includes(1)).toBe(false);
});

test('ends with the picture, and is nothing without a lesion', () => {
  const layer = new MaskLayer({ width: 500, height: 420 }, [square(500, 420, 'lesion', 90, 10)]);
  const sample = sampleLesion(layer, picture(500, 420));
  expect(sample).toMatchObject({ x: 30, y: 0 });
  expect(sample && sample.x + sample.width * sample.step).toBeLessThanOrEqual(500);
  const empty = new MaskLayer({ width: 500, height: 420 }, []);
  expect(sampleLesion(empty, picture(500, 420))).toBeNull();
});
