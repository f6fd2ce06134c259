import { expect, test } from 'vitest';
import { wilsonInterval } from '../../../shared/comparison/wilson.js';

// Table I of R. G. Newcombe, Statistics in Medicine 17 (1998), the score method.
test.each([
  [81, 263, 0.2553, 0.3662],
  [15, 148, 0.0624, 0.1605],
  [0, 20, 0, 0.1611],
  [1, 29, 0.0061, 0.1718],
])('%i of %i', (successes, cases, low, high) => {
  const found = wilsonInterval(successes, cases);
  expect(found?.value).toBe(successes / cases);
  expect(found?.low).toBeCloseTo(low, 4);
  expect(found?.high).toBeCloseTo(high, 4);
  const others = wilsonInterval(cases - successes, cases);
  expect(others?.high).toBeCloseTo(1 - low, 4);
});

test('of no case nothing can be said', () => {
  expect(wilsonInterval(0, 0)).toBeNull();
});
