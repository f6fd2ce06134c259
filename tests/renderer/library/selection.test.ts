import { describe, expect, test } from 'vitest';
import { pageOffsets, pageSize } from '../../../renderer/library/use-instance-pages.js';
import { toggled } from '../../../renderer/library/use-library-view.js';

describe('selecting pictures', () => {
  test('one is flipped, and twice is as before', () => {
    const once = toggled(new Set(['a']), ['b']);
    expect([...once]).toEqual(['a', 'b']);
    expect([...toggled(once, ['b'])]).toEqual(['a']);
  });

  test('a range that is partly selected becomes selected as a whole, then deselected', () => {
    const range = ['a', 'b', 'c'];
    const whole = toggled(new Set(['b', 'z']), range);
    expect([...whole].sort()).toEqual(['a', 'b', 'c', 'z']);
    expect([...toggled(whole, range)]).toEqual(['z']);
  });

  test('the selection given is left as it is', () => {
    const before = new Set(['a']);
    toggled(before, ['a', 'b']);
    expect([...before]).toEqual(['a']);
  });
});

describe('pages under the visible range', () => {
  test('cover every visible index and no more', () => {
    expect(pageOffsets(0, 20)).toEqual([0]);
    expect(pageOffsets(pageSize - 1, pageSize)).toEqual([0, pageSize]);
    expect(pageOffsets(99_990, 100_010)).toEqual([99_960]);
  });

  test('a range before the start begins at the first page', () => {
    expect(pageOffsets(-5, 3)).toEqual([0]);
  });
});
