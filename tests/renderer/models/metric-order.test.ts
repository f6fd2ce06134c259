import { expect, test } from 'vitest';
import { orderMetrics } from '../../../renderer/models/metric-order.js';

test('defined metrics come first in their reading order, others by name', () => {
  expect(orderMetrics(['zeta', 'pooledIou', 'alpha', 'meanJaccard'])).toEqual([
    'meanJaccard',
    'pooledIou',
    'alpha',
    'zeta',
  ]);
});
