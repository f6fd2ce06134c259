import { expect, test } from 'vitest';
import { meanProbability } from '../../../renderer/viewport/mean-probability.js';
import { readProbabilities } from '../../../renderer/viewport/probability-mask.js';

function mapOf(width: number, height: number, probabilities: readonly number[]) {
  const values = new Uint8Array(probabilities.length * 2);
  const view = new DataView(values.buffer);
  probabilities.forEach((probability, index) => {
    view.setUint16(index * 2, Math.round(probability * 65535), true);
  });
  return { width, height, values };
}

test('is the mean of each pixel, whatever the sizes of the others', () => {
  const small = mapOf(1, 1, [0.5]);
  const large = mapOf(2, 2, [0, 1, 0.25, 0.75]);
  const mean = meanProbability([large, small]);
  expect(mean).toMatchObject({ width: 2, height: 2 });
  const values = mean ? [...readProbabilities(mean)] : [];
  [0.25, 0.75, 0.375, 0.625].forEach((expected, index) => {
    expect(values[index]).toBeCloseTo(expected, 4);
  });
  expect(meanProbability([small, large])).toMatchObject({ width: 1, height: 1 });
});

test('of one map is that map, and of none nothing', () => {
  const map = mapOf(1, 2, [0.1, 0.9]);
  expect(meanProbability([map])).toBe(map);
  expect(meanProbability([])).toBeNull();
});
