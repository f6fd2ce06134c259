import { describe, expect, test } from 'vitest';
import { chordOf } from '../../../renderer/ui/chords.js';

const plain = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false };

describe('chordOf', () => {
  test('names modifiers in one order and the key in lower case', () => {
    expect(chordOf({ ...plain, key: 'B' })).toBe('b');
    expect(chordOf({ ...plain, ctrlKey: true, key: 'z' })).toBe('control+z');
    expect(chordOf({ ...plain, ctrlKey: true, shiftKey: true, key: 'Z' })).toBe('control+shift+z');
    expect(chordOf({ ...plain, metaKey: true, key: 'z' })).toBe('control+z');
    expect(chordOf({ ...plain, altKey: true, key: 'b' })).toBe('alt+b');
  });

  test('shift alone only chooses the character', () => {
    expect(chordOf({ ...plain, shiftKey: true, key: '?' })).toBe('?');
    expect(chordOf({ ...plain, shiftKey: true, key: '+' })).toBe('+');
  });
});
