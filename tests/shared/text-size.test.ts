import { expect, test } from 'vitest';
import { nextTextSize, textSizes } from '../../shared/text-size.js';

test('text grows and shrinks step by step, and stops at the ends', () => {
  const up = [...textSizes.keys()].map((index) => nextTextSize(textSizes[index] ?? 1, 1));
  expect(up).toEqual([...textSizes.slice(1), 2]);
  expect(nextTextSize(1, -1)).toBe(0.9);
  expect(nextTextSize(0.8, -1)).toBe(0.8);
});

test('a size between those of the list goes to the next of them', () => {
  expect(nextTextSize(1.3, 1)).toBe(1.5);
  expect(nextTextSize(1.3, -1)).toBe(1.25);
});
