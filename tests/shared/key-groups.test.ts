import { expect, test } from 'vitest';
import { keyGroups } from '../../shared/key-groups.js';
import { readingActionIds } from '../../shared/reading-actions.js';

test('every action of the reading screen is in one group of its keys', () => {
  const grouped = Object.values(keyGroups).flat();
  expect([...grouped].sort()).toEqual([...readingActionIds].sort());
});
