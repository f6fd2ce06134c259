import { expect, test } from 'vitest';
import { pasteCrop, resampleGrid } from '../../../../main/worker/predict/resample.js';

const grid = (width: number, height: number, values: number[]) => ({
  width,
  height,
  values: Uint16Array.from(values),
});

test('a grid is enlarged between pixel centres, and the edge value holds beyond them', () => {
  expect([...resampleGrid(grid(2, 1, [0, 1000]), 4, 1).values]).toEqual([0, 250, 750, 1000]);
});

test('a grid of the size asked for is itself', () => {
  const same = grid(2, 2, [1, 2, 3, 4]);
  expect(resampleGrid(same, 2, 2)).toBe(same);
});

test('a crop replaces the pixels whose centres are in its box, and no others', () => {
  const field = grid(4, 4, new Array<number>(16).fill(7));
  const crop = grid(2, 2, [100, 200, 300, 400]);
  const box = { left: 0.5, top: 0.25, right: 1, bottom: 0.75 };
  expect([...pasteCrop(field, crop, box, 4, 4).values]).toEqual([
    7, 7, 7, 7, 7, 7, 100, 200, 7, 7, 300, 400, 7, 7, 7, 7,
  ]);
});
