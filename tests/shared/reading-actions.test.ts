import { expect, test } from 'vitest';
import { actionsByChord, keysOf, readingActionIds } from '../../shared/reading-actions.js';

test('no two actions share a key by default, and every tool has a number or a letter', () => {
  const chords = [...keysOf({}).values()].flat();
  expect(new Set(chords).size).toBe(chords.length);
  for (const action of readingActionIds.filter((id) => id.startsWith('tool-'))) {
    expect(keysOf({}).get(action), action).not.toEqual([]);
  }
});

test('a chosen key replaces the default ones and wins over another action that has it', () => {
  const own = { 'tool-wand': ['b'] };
  expect(keysOf(own).get('tool-wand')).toEqual(['b']);
  const actions = actionsByChord(own);
  expect(actions.get('b')).toBe('tool-wand');
  expect(actions.get('8')).toBeUndefined();
  expect(actions.get('1')).toBe('tool-brush');
  // Also where the one with the default comes later in the list.
  expect(actionsByChord({ 'tool-brush': ['f'] }).get('f')).toBe('tool-brush');
});

test('an action without keys is reached by none', () => {
  expect([...actionsByChord({ submit: [] }).values()]).not.toContain('submit');
});
