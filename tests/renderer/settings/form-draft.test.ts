import { expect, test } from 'vitest';
import { freshId, optionsOf } from '../../../renderer/settings/form-draft.js';

test('ids come from Latin words, else from a number, and are never taken twice', () => {
  expect(freshId('Café au lait!', [], 'option')).toBe('cafe-au-lait');
  expect(freshId('质量', [], 'option')).toBe('option');
  expect(freshId('质量', ['option', 'option-2'], 'option')).toBe('option-3');
});

test('options with unchanged words keep their ids, so answers stay what they are', () => {
  const before = [
    { id: 'good', label: null },
    { id: 'poor', label: null },
  ];
  const textOf = ({ id, label }: { id: string; label: string | null }): string =>
    label ?? id.toUpperCase();
  expect(optionsOf('POOR\n\n Fair \nGOOD\nFair', before, textOf)).toEqual([
    { id: 'poor', label: null },
    { id: 'fair', label: 'Fair' },
    { id: 'good', label: null },
  ]);
  // New words never take over the id of an option that is given up.
  expect(optionsOf('Good', before, textOf)).toEqual([{ id: 'good-2', label: 'Good' }]);
});
