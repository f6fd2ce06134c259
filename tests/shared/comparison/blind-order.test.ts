import { describe, expect, test } from 'vitest';
import { blindOrder } from '../../../shared/comparison/blind-order.js';

describe('the order of blinded panes', () => {
  test('is the same for a seed and case in every version, as seeds are kept', () => {
    const orders = [0, 1, 2, 3].map((position) => blindOrder(12345, position, 4).join(''));
    expect(orders).toEqual(['0231', '1203', '0312', '2013']);
  });

  test('holds every source once, and each comes first about as often as any other', () => {
    const first = [0, 0, 0];
    const [seeds, cases] = [60, 50];
    for (let seed = 0; seed < seeds; seed += 1) {
      for (let position = 0; position < cases; position += 1) {
        const order = blindOrder(seed, position, 3);
        expect([...order].sort()).toEqual([0, 1, 2]);
        first[order[0] ?? 0] = (first[order[0] ?? 0] ?? 0) + 1;
      }
    }
    // Four standard deviations of 3000 draws with a chance of one third.
    for (const count of first) expect(Math.abs(count - 1000)).toBeLessThan(104);
  });
});
