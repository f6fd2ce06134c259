import { expect, test } from 'vitest';
import { boxOf, cropBox, nativeRect } from '../../../../main/worker/predict/crop-box.js';
import { twoStage } from './golden.js';

test.each(twoStage.boxes)('around $parts in $width x $height', (golden) => {
  const { width, height, parts, native, box, rect } = golden;
  const values = new Uint16Array(width * height);
  for (const [x, y, across, down] of parts) {
    for (let row = y; row < y + down; row += 1) {
      values.fill(65535, row * width + x, row * width + x + across);
    }
  }
  const found = cropBox({ width, height, values }, 0.5);
  expect([found.left, found.top, found.right, found.bottom]).toEqual(box);
  const [x, y, across, down] = rect;
  expect(nativeRect(found, ...native)).toEqual({ x, y, width: across, height: down });
});

test('the pixels of a box hold it, at any size', () => {
  const box = { left: 0.31, top: 0.7, right: 0.55, bottom: 1 };
  for (const side of [1, 7, 100, 2848]) {
    const held = boxOf(nativeRect(box, side, side), side, side);
    expect(held.left).toBeLessThanOrEqual(box.left);
    expect(held.right).toBeGreaterThanOrEqual(box.right);
    expect(held.bottom).toBe(1);
  }
});
